namespace Platform.Tests.Clients;

/// <summary>An SDK in a script of ours, which streams an answer and runs the one tool it offers.</summary>
public abstract class NodeSdk(string script, string prefix) : Client
{
    public override string Guide =>
        $"`{prefix}_BASE_URL` and `{prefix}_API_KEY` in the environment, or `baseURL` and `apiKey` in the constructor.";

    public override string ToWrite(string file, string content) => WriteTool.Dictated(file, content);

    public override async Task<ClientOutput> AskAsync(ClientHome home, Setting setting, string question, bool again = false)
    {
        var ran = await RunAsync(home, setting, script, question);
        return new ClientOutput(ran.ExitCode == 0, ran.Output);
    }

    /// <summary>Another script with the same settings; what it printed.</summary>
    public Task<Ran> RunAsync(ClientHome home, Setting setting, string which, string question) =>
        home.NodeAsync(
            which,
            new Dictionary<string, string>
            {
                [$"{prefix}_BASE_URL"] = setting.BaseUrl,
                [$"{prefix}_API_KEY"] = setting.Key,
                ["MODEL"] = setting.Model,
                ["QUESTION"] = question,
            }
        );
}

public sealed class OpenAINodeChat() : NodeSdk("openai-chat.mjs", "OPENAI")
{
    public override string Name => "openai for Node, chat";

    public override string Version => Pins.OpenAINode;

    public override Protocol Speaks => Protocol.Chat;
}

public sealed class OpenAINodeResponses() : NodeSdk("openai-responses.mjs", "OPENAI")
{
    public override string Name => "openai for Node, responses";

    public override string Version => Pins.OpenAINode;

    public override Protocol Speaks => Protocol.Responses;
}

public sealed class AnthropicNode() : NodeSdk("anthropic-messages.mjs", "ANTHROPIC")
{
    public override string Name => "@anthropic-ai/sdk for Node";

    public override string Version => Pins.AnthropicNode;

    public override Protocol Speaks => Protocol.Messages;
}
