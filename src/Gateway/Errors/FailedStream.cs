using System.Text.Json;

namespace Platform.Gateway.Errors;

/// <summary>A stream that fails after it has begun: what its error event contains besides the error.</summary>
/// <param name="StartedAt">When the request arrived.</param>
/// <param name="Model">The model's name as the client sent it.</param>
/// <param name="WriteEcho">Writes the members of the request that a response repeats.</param>
internal readonly record struct FailedStream(
    Dialect Dialect,
    string RequestId,
    DateTimeOffset StartedAt,
    string? Model,
    Action<Utf8JsonWriter> WriteEcho,
    StreamPosition Position = default
);

/// <summary>The position of the error in a stream of Responses.</summary>
/// <param name="ResponseId">The id of the response from its first event; null to derive one from the request's id.</param>
/// <param name="Sequence">The next <c>sequence_number</c>.</param>
public readonly record struct StreamPosition(string? ResponseId, long Sequence);
