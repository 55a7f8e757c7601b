namespace Platform.Gateway.Pipeline;

/// <summary>
/// Thrown through the server when a stream broke after it had begun. The server then sends what was written, the error event last, and
/// closes the connection without the body's end: a clean end would make some agents take half an answer for a whole one, or ask
/// again without end. Aborting the request was not taken, because it drops what has not left yet. It is no error of the gateway's, and
/// is not logged as one: see <see cref="QuietBreaks"/>.
/// </summary>
/// <param name="errorCode">The code that the client got.</param>
internal sealed class AnswerBrokenOffException(string? errorCode)
    : Exception("The upstream broke off in the middle of an answer; the client got an error, and its connection is closed.")
{
    public string? ErrorCode => errorCode;
}
