using System.Text.Json;

namespace Platform.Tests.Clients;

/// <summary>opencode speaks what the package of its provider speaks; all three come with it.</summary>
public abstract class OpenCode(string package) : Client
{
    public override string Version => Pins.OpenCode;

    /// <summary>In all of its providers, Anthropic's too.</summary>
    public override bool BaseUrlHasVersion => true;

    public override string ToWrite(string file, string content) => $$"""write {"filePath":"{{file}}","content":"{{content}}"}""";

    public override async Task<ClientOutput> AskAsync(ClientHome home, Setting setting, string question, bool again = false)
    {
        home.Write("work/opencode.json", Config(setting));
        string[] session = again ? ["--continue"] : [];
        var ran = await home.RunAsync(
            "opencode",
            // A word is passed on as it is; an argument with a space would be put in quotes.
            ["run", "--pure", .. session, .. question.Split(' ')],
            new Dictionary<string, string> { ["OPENCODE_DISABLE_MODELS_FETCH"] = "1" }
        );
        return new ClientOutput(ran.ExitCode == 0, ran.Output);
    }

    private string Config(Setting setting) =>
        JsonSerializer.Serialize(
            new
            {
                autoupdate = false,
                share = "disabled",
                model = $"platform/{setting.Model}",
                // Else it asks for a title of the conversation at the same time, which is a request more.
                agent = new { title = new { disable = true } },
                permission = new Dictionary<string, string> { ["*"] = "allow" },
                provider = new
                {
                    platform = new
                    {
                        npm = package,
                        name = "Platform",
                        options = new { baseURL = setting.BaseUrl, apiKey = setting.Key },
                        models = new Dictionary<string, object> { [setting.Model] = new { } },
                    },
                },
            }
        );
}

public sealed class OpenCodeChat() : OpenCode("@ai-sdk/openai-compatible")
{
    public override string Name => "opencode";

    public override Protocol Speaks => Protocol.Chat;

    public override string Guide =>
        "In `opencode.json` under `provider` an entry with `\"npm\": \"@ai-sdk/openai-compatible\"`, `options` with `baseURL` and `apiKey`, "
        + "and MODEL under `models`; asked with `-m ENTRY/MODEL`. For each new conversation it also asks a model for a title.";
}

public sealed class OpenCodeResponses() : OpenCode("@ai-sdk/openai")
{
    public override string Name => "opencode, responses";

    public override Protocol Speaks => Protocol.Responses;

    public override string Guide =>
        "As opencode, with `\"npm\": \"@ai-sdk/openai\"`. "
        + "An answer that breaks off it asks for five times more in a minute, each of which is charged.";

    public override int MaxTries => 6;
}

public sealed class OpenCodeMessages() : OpenCode("@ai-sdk/anthropic")
{
    public override string Name => "opencode, anthropic";

    public override Protocol Speaks => Protocol.Messages;

    public override string Guide => "As opencode, with `\"npm\": \"@ai-sdk/anthropic\"`; the Base URL ends in `/v1`.";
}
