namespace Platform.Tests.Clients;

public sealed class Continue : Client
{
    public override string Name => "Continue";

    public override string Version => Pins.Continue;

    public override Protocol Speaks => Protocol.Chat;

    public override string Guide =>
        "In `config.yaml` a model with `provider: openai`, `model`, `apiBase` and `apiKey`. For names that begin with `gpt-5` it speaks Responses.";

    public override string ToWrite(string file, string content) => $$"""Write {"filepath":"{{file}}","content":"{{content}}"}""";

    public override async Task<ClientOutput> AskAsync(ClientHome home, Setting setting, string question, bool again = false)
    {
        home.Write(
            "config.yaml",
            $"""
            name: platform
            version: 1.0.0
            schema: v1
            models:
              - name: platform
                provider: openai
                model: {setting.Model}
                apiBase: {setting.BaseUrl}
                apiKey: {setting.Key}
                roles: [chat]
            """
        );
        string[] session = again ? ["--resume"] : [];
        var ran = await home.RunAsync(
            "cn",
            ["--config", home.In("config.yaml"), "--auto", .. session, "-p", question],
            new Dictionary<string, string> { ["CONTINUE_CLI_ENABLE_TELEMETRY"] = "0", ["CONTINUE_METRICS_ENABLED"] = "0" }
        );
        return new ClientOutput(ran.ExitCode == 0, ran.Output);
    }
}
