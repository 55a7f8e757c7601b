namespace Platform.Tests.Clients;

/// <summary>An SDK in a script of ours, which streams an answer and runs the one tool it offers.</summary>
public abstract class NodeSdk(string script, string? variant = null) : Client
{
    public override string ToWrite(string file, string content) => WriteTool.Dictated(file, content);

    public override Task<ClientOutput> AskAsync(ClientHome home, Setting setting, string question, bool again = false) =>
        NodeHost.AskAsync(script, variant, setting, question);
}

/// <summary>An SDK of a vendor, which takes its settings from the environment.</summary>
public abstract class VendorNodeSdk(string script, string prefix) : NodeSdk(script)
{
    public override string Guide =>
        $"`{prefix}_BASE_URL` and `{prefix}_API_KEY` in the environment, or `baseURL` and `apiKey` in the constructor.";
}

public sealed class OpenAINodeChat() : VendorNodeSdk("openai-chat.mjs", "OPENAI")
{
    public override string Name => "openai for Node, chat";

    public override string Version => Pins.OpenAINode;

    public override Protocol Speaks => Protocol.Chat;
}

public sealed class OpenAINodeResponses() : VendorNodeSdk("openai-responses.mjs", "OPENAI")
{
    public override string Name => "openai for Node, responses";

    public override string Version => Pins.OpenAINode;

    public override Protocol Speaks => Protocol.Responses;
}

public sealed class AnthropicNode() : VendorNodeSdk("anthropic-messages.mjs", "ANTHROPIC")
{
    public override string Name => "@anthropic-ai/sdk for Node";

    public override string Version => Pins.AnthropicNode;

    public override Protocol Speaks => Protocol.Messages;
}
