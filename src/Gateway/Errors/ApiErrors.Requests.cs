using System.Globalization;

namespace Platform.Gateway.Errors;

/// <summary>A request that cannot be read or charged as it is: its body, its members, its address.</summary>
internal static partial class ApiErrors
{
    public static ApiError InvalidRequest(string message, string? param = null) =>
        new(400, InvalidRequestType, "invalid_request_error", message, param);

    /// <param name="param">The member that asks for it, by its path.</param>
    public static ApiError Unpriced(string param, string value, string model) =>
        InvalidRequest(
            $"{param} is '{value}', which has no price for the model '{model}', so it cannot be charged and is not sent. Leave {param} out, "
                + "or choose another model.",
            param
        );

    public static ApiError UnpricedTool(string type, string model) =>
        InvalidRequest(
            $"tool_choice demands the tool {type}, which the provider runs and which has no price for the model '{model}'. Use tool_choice "
                + "\"auto\", or choose another model.",
            "tool_choice"
        );

    public static ApiError TooLarge(long limitBytes) =>
        new(
            413,
            InvalidRequestType,
            "request_too_large",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The request body is larger than {limitBytes / (1024 * 1024)} MiB. Send less text, or smaller images."
            )
        );

    /// <param name="encoding">As the client sent it.</param>
    public static ApiError UnsupportedEncoding(string encoding) =>
        new(
            415,
            InvalidRequestType,
            "unsupported_encoding",
            $"The body is encoded as '{(encoding.Length <= 100 ? encoding : encoding[..100])}'. Send it uncompressed, without a "
                + $"Content-Encoding header, or in one of {Encodings}."
        );

    public static ApiError RequestTimeout() =>
        new(
            408,
            InvalidRequestType,
            "request_timeout",
            "The request body did not arrive in time: it stalled before its end. Your key and Base URL are right, and nothing was charged. "
                + "Check the connection, or a proxy on the way, then send it again.",
            RetryAfter: RetryPause
        );

    public static ApiError UnknownUrl(string message) => new(404, InvalidRequestType, "unknown_url", message);

    /// <param name="path">As the API that has it names it.</param>
    /// <param name="what">What it is for.</param>
    public static ApiError EndpointNotOffered(string path, string what) =>
        new(
            404,
            InvalidRequestType,
            "endpoint_not_offered",
            $"{path} ({what}) is not offered here; chat completions, responses, messages, embeddings and completions are. Your Base URL is "
                + $"right: switch off what needs {what} in your tool, or set another provider for it there."
        );
}
