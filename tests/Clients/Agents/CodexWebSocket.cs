namespace Platform.Tests.Clients;

/// <summary>
/// Codex over a WebSocket, as it speaks to OpenAI: one connection for all turns, on which it sends only what is new. It goes over to HTTP
/// once its retries are used up.
/// </summary>
public sealed class CodexWebSocket : Codex
{
    public override string Name => "Codex CLI, WebSocket";

    public override string Guide =>
        "As Codex CLI, and `supports_websockets = true` under `[model_providers.platform]`. Codex then keeps one connection and sends only "
        + "what is new in each turn.";

    /// <summary>One over HTTP, when the connection has failed twice.</summary>
    public override int MaxTries => 4;

    private protected override string Transport =>
        """
            supports_websockets = true
            stream_max_retries = 1
            """;
}
