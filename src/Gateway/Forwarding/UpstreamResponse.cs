namespace Platform.Gateway.Forwarding;

/// <summary>What an upstream answered: a refusal, a stream, or a whole answer.</summary>
internal sealed record UpstreamResponse(int StatusCode)
{
    /// <summary>What went wrong, found while the headers or the whole answer were read.</summary>
    public UpstreamFailure? Failure { get; init; }

    /// <summary>The answer as it is streamed to the client.</summary>
    public MeteredStream? Stream { get; init; }

    /// <summary>A whole answer, checked, in the upstream's protocol.</summary>
    public WholeAnswer? Answer { get; init; }
}
