using System.Buffers;

namespace Platform.FakeUpstream.Wire;

/// <summary>An error in OpenAI's format: <c>{"error":{"message","type","param","code"}}</c>, always with all four.</summary>
internal sealed record OpenAIError(int Status, string Message, string Type, string? Param = null, string? Code = null)
{
    private const string InvalidRequest = "invalid_request_error";
    private const string ServerError = "server_error";

    public static OpenAIError Invalid(string message, string? param = null, string? code = null) =>
        new(StatusCodes.Status400BadRequest, message, InvalidRequest, param, code);

    public static OpenAIError Unauthorized(string message, string? code = null) =>
        new(StatusCodes.Status401Unauthorized, message, InvalidRequest, null, code);

    public static OpenAIError NotFound(string message, string? param = null, string? code = null) =>
        new(StatusCodes.Status404NotFound, message, InvalidRequest, param, code);

    public static OpenAIError ServerFailure { get; } =
        new(
            StatusCodes.Status500InternalServerError,
            "The server had an error while processing your request. Sorry about that!",
            ServerError
        );

    /// <summary>OpenAI's error for a status that a script requests.</summary>
    public static OpenAIError ForStatus(int status, string model) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => Unauthorized("Incorrect API key provided: fake-***-key.", "invalid_api_key"),
            StatusCodes.Status404NotFound => NotFound(
                $"The model `{model}` does not exist or you do not have access to it.",
                null,
                "model_not_found"
            ),
            StatusCodes.Status429TooManyRequests => new(
                status,
                $"Rate limit reached for {model} on requests per min. Please try again later.",
                "requests",
                null,
                "rate_limit_exceeded"
            ),
            StatusCodes.Status503ServiceUnavailable => new(
                status,
                "The engine is currently overloaded, please try again later.",
                ServerError
            ),
            529 => AnthropicError.Overloaded,
            >= 500 => ServerFailure with { Status = status },
            _ => new(status, $"The request was refused with {status}, as its script asks.", InvalidRequest),
        };

    public void WriteTo(IBufferWriter<byte> output)
    {
        output.Write("""{"error":{"message":"""u8);
        output.WriteJsonString(Message);
        output.Write(""","type":"""u8);
        output.WriteJsonString(Type);
        output.Write(""","param":"""u8);
        output.WriteJsonString(Param);
        output.Write(""","code":"""u8);
        output.WriteJsonString(Code);
        output.Write("}}"u8);
    }
}
