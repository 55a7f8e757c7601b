namespace Platform.Gateway.Errors;

/// <summary>A body is not encoded as its Content-Encoding says.</summary>
internal sealed class UndecodableBodyException(string encoding, Exception inner)
    : BadHttpRequestException($"The body is not valid {encoding}", StatusCodes.Status400BadRequest, inner)
{
    public string Encoding => encoding;
}
