using System.Buffers;

namespace Platform.FakeUpstream.Wire;

/// <summary>Writes an error in Anthropic's format: its type follows from its status.</summary>
internal static class AnthropicError
{
    private const int OverloadedStatus = 529;

    public static OpenAIError Overloaded { get; } = OpenAIError.ServerFailure with { Status = OverloadedStatus, Message = "Overloaded" };

    public static bool AppliesTo(HttpContext http) => http.Request.Path.StartsWithSegments("/v1/messages", StringComparison.Ordinal);

    /// <param name="requestId">Omitted when null, as within a stream.</param>
    public static void Write(IBufferWriter<byte> output, OpenAIError error, string? requestId)
    {
        output.Write("""{"type":"error","error":{"type":"""u8);
        output.WriteJsonString(Type(error.Status));
        output.Write(""","message":"""u8);
        output.WriteJsonString(error.Message);
        output.Write("}"u8);
        if (requestId is not null)
        {
            output.Write(""","request_id":"""u8);
            output.WriteJsonString(requestId);
        }

        output.Write("}"u8);
    }

    private static string Type(int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => "authentication_error",
            StatusCodes.Status402PaymentRequired => "billing_error",
            StatusCodes.Status403Forbidden => "permission_error",
            StatusCodes.Status404NotFound => "not_found_error",
            StatusCodes.Status413PayloadTooLarge => "request_too_large",
            StatusCodes.Status429TooManyRequests => "rate_limit_error",
            StatusCodes.Status504GatewayTimeout => "timeout_error",
            StatusCodes.Status503ServiceUnavailable or OverloadedStatus => "overloaded_error",
            >= 500 => "api_error",
            _ => "invalid_request_error",
        };
}
