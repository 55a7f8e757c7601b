namespace Platform.Tests.Clients;

/// <summary>GitHub's agent with a provider of one's own, offline: it then asks nobody but the provider.</summary>
public abstract class CopilotCli(string type, string wireApi) : Client
{
    public override string Version => Pins.CopilotCli;

    /// <summary>It asks five times more when an answer breaks off, whatever broke it.</summary>
    public override int MaxTries => 6;

    /// <summary>It takes every 401 and 403 for a wrong key and every 404 for a missing model, and shows its own words for them.</summary>
    public override string Shown(Case refusal, string ours) =>
        refusal switch
        {
            Case.WrongKey or Case.KeyDisabled or Case.OutOfCredit => "Authentication failed with provider",
            Case.WrongBaseUrl or Case.UnknownModel => "not found on provider",
            _ => ours,
        };

    public override string ToWrite(string file, string content) =>
        $$"""bash {"command":"printf '%s' '{{content}}' > '{{file}}'","description":"Writes a file"}""";

    public override async Task<ClientOutput> AskAsync(ClientHome home, Setting setting, string question, bool again = false)
    {
        string[] session = again ? ["--continue"] : [];
        var ran = await home.RunAsync(
            "copilot",
            [.. session, "-p", question, "--allow-all"],
            new Dictionary<string, string>
            {
                ["COPILOT_OFFLINE"] = "true",
                ["COPILOT_AUTO_UPDATE"] = "false",
                ["COPILOT_PROVIDER_TYPE"] = type,
                ["COPILOT_PROVIDER_WIRE_API"] = wireApi,
                ["COPILOT_PROVIDER_BASE_URL"] = setting.BaseUrl,
                ["COPILOT_PROVIDER_API_KEY"] = setting.Key,
                ["COPILOT_MODEL"] = setting.Model,
            }
        );
        return new ClientOutput(ran.ExitCode == 0, ran.Output);
    }
}

public sealed class CopilotCliChat() : CopilotCli("openai", "completions")
{
    public override string Name => "GitHub Copilot CLI";

    public override Protocol Speaks => Protocol.Chat;

    public override string Guide =>
        "Environment: `COPILOT_PROVIDER_BASE_URL`, `COPILOT_PROVIDER_API_KEY` and `COPILOT_MODEL`; `COPILOT_OFFLINE=true` keeps it from "
        + "calling anybody else. It takes every 401 and 403, missing credit too, for a wrong key, and every 404 for a missing model. "
        + "An answer that breaks off it asks for five times more, each of which is charged.";
}

public sealed class CopilotCliResponses() : CopilotCli("openai", "responses")
{
    public override string Name => "GitHub Copilot CLI, responses";

    public override Protocol Speaks => Protocol.Responses;

    public override string Guide =>
        "As GitHub Copilot CLI, with `COPILOT_PROVIDER_WIRE_API=responses`; `COPILOT_PROVIDER_TRANSPORT` stays `http`.";
}

public sealed class CopilotCliMessages() : CopilotCli("anthropic", "completions")
{
    public override string Name => "GitHub Copilot CLI, anthropic";

    public override Protocol Speaks => Protocol.Messages;

    public override string Guide => "As GitHub Copilot CLI, with `COPILOT_PROVIDER_TYPE=anthropic`; the Base URL has no `/v1` at its end.";
}
