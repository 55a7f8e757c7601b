using Platform.Gateway.Errors;

namespace Platform.Gateway.Sockets;

/// <summary>Errors of the connection itself, which are the answer to no request.</summary>
internal sealed class ErrorMessages(ErrorWriter errors)
{
    /// <param name="streamId">The lane that it concerns, where it concerns one.</param>
    public ReadOnlyMemory<byte> ToMessage(string? streamId, ApiError error) =>
        new Frame(streamId).Error(error.Status, errors.ToBody(Dialect.Responses, "", error), null);
}
