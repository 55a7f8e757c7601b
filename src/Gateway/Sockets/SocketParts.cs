using Microsoft.Extensions.Options;
using Platform.Gateway.Admission;
using Platform.Gateway.Continuation;
using Platform.Gateway.Requests;

namespace Platform.Gateway.Sockets;

/// <summary>What all connections share.</summary>
internal sealed class SocketParts(
    IOptions<SocketOptions> options,
    IOptions<RequestOptions> requests,
    BodyMemory bodies,
    ConnectionMemory conversations,
    AdmissionStep admission,
    ErrorMessages errors,
    TimeProvider time
)
{
    public SocketOptions Options { get; } = options.Value;

    /// <summary>A message is a body, and no larger than one.</summary>
    public int MaxMessageBytes { get; } = requests.Value.MaxBodyBytes;

    public BodyMemory Bodies => bodies;

    public ConnectionMemory Conversations => conversations;

    public AdmissionStep Admission => admission;

    public ErrorMessages Errors => errors;

    public TimeProvider Time => time;
}
