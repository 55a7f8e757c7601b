namespace Platform.Gateway.Pipeline;

/// <summary>
/// Thrown when a stream breaks after it has begun. The server then flushes what was written, which ends with the error event, and closes
/// the connection without ending the body. After a clean end some agents take half an answer for a whole one, or send the request again and
/// again. Aborting the request instead would drop bytes that are not sent yet. This is not an error of the gateway and is not logged as
/// one: see <see cref="QuietBreaks"/>.
/// </summary>
/// <param name="errorCode">The error code that the client received.</param>
internal sealed class AnswerBrokenOffException(string? errorCode)
    : Exception("The upstream broke off in the middle of an answer; the client got an error, and its connection is closed.")
{
    public string? ErrorCode => errorCode;
}
