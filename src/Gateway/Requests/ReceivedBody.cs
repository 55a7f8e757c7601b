using Platform.Gateway.Errors;

namespace Platform.Gateway.Requests;

/// <summary>
/// A feature of a request whose body was received before the request began: a message of a WebSocket. It is the body, or the error for
/// which there is none, which ends the request where reading would have.
/// </summary>
internal sealed record ReceivedBody(StepResult<ReadOnlyMemory<byte>> Read);
