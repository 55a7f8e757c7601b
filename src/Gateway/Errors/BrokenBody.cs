namespace Platform.Gateway.Errors;

/// <summary>The error for a body that could not be read to its end.</summary>
internal static class BrokenBody
{
    /// <param name="e">The server's reason. Its text names no part of the request.</param>
    /// <returns>Null when the exception is none of a body.</returns>
    public static ApiError? Explain(Exception e) =>
        e switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => ApiErrors.RequestTimeout(),
            UndecodableBodyException wrong => ApiErrors.InvalidRequest(
                $"The request body is not whole and valid {wrong.Encoding}, although its Content-Encoding says so. Send it uncompressed, "
                    + "without a Content-Encoding header, or look at what compresses it."
            ),
            // The second is how the server reports the size of a chunk that fits no number.
            BadHttpRequestException or IOException { InnerException: OverflowException } => ApiErrors.InvalidRequest(
                $"The request body cannot be read to its end ({e.Message.TrimEnd('.')}). Send as many bytes as Content-Length says, or "
                    + "whole chunks; a proxy between your tool and this API may have cut it."
            ),
            _ => null,
        };
}
