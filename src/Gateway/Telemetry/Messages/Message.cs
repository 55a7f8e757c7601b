namespace Platform.Gateway.Telemetry.Messages;

/// <summary>A message in the shape of the GenAI conventions (gen-ai-input-messages.json, gen-ai-output-messages.json).</summary>
/// <param name="FinishReason">Of an answer; null for what was asked.</param>
internal sealed record Message(string Role, IReadOnlyList<Part> Parts, string? FinishReason = null);

internal abstract record Part;

internal sealed record TextPart(string Content) : Part;

internal sealed record ReasoningPart(string Content) : Part;

/// <param name="Arguments">JSON, as the model wrote it; it need not be valid.</param>
internal sealed record ToolCallPart(string? Id, string Name, string Arguments) : Part;

/// <param name="Response">A text, or JSON.</param>
internal sealed record ToolResponsePart(string? Id, string Response) : Part;

/// <summary>An image or the like, which is not shown.</summary>
/// <param name="Uri">Null where the bytes themselves were sent.</param>
internal sealed record MediaPart(string Modality, string? Uri) : Part;

/// <summary>Any other part.</summary>
internal sealed record OtherPart(string Type) : Part;
