namespace Platform.Gateway.Errors;

/// <summary>A stream that has begun and fails: what its error event says beside the error.</summary>
/// <param name="StartedAt">When the request arrived.</param>
/// <param name="Model">As the client asked for it.</param>
internal readonly record struct FailedStream(
    Dialect Dialect,
    string RequestId,
    DateTimeOffset StartedAt,
    string? Model,
    StreamPosition Position = default
);

/// <summary>Where in a stream of Responses the error comes.</summary>
/// <param name="ResponseId">The id that the first event gave the response; null to take one made of the request's.</param>
/// <param name="Sequence">The next <c>sequence_number</c>.</param>
public readonly record struct StreamPosition(string? ResponseId, long Sequence);
