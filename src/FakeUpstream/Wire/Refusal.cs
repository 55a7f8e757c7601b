namespace Platform.FakeUpstream.Wire;

/// <summary>Ends a request with an error instead of an answer.</summary>
internal sealed class Refusal(OpenAIError error, int? retryAfterSeconds = null) : Exception(error.Message)
{
    public OpenAIError Error { get; } = error;

    public int? RetryAfterSeconds { get; } = retryAfterSeconds;
}
