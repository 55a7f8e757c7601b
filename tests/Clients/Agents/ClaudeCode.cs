namespace Platform.Tests.Clients;

public sealed class ClaudeCode : Client
{
    public override string Name => "Claude Code";

    public override string Version => Pins.ClaudeCode;

    public override Protocol Speaks => Protocol.Messages;

    public override string Guide =>
        "Environment: `ANTHROPIC_BASE_URL`, without `/v1` at its end, `ANTHROPIC_AUTH_TOKEN` and `ANTHROPIC_MODEL`; "
        + "`CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1` keeps it from calling anybody else. "
        + "It says of every 404, also of a wrong Base URL, that there is an issue with the selected model.";

    /// <summary>For it a 404 is always about the model, and our message is not shown.</summary>
    public override string Shown(Case refusal, string ours) =>
        refusal is Case.WrongBaseUrl or Case.UnknownModel ? "There's an issue with the selected model" : ours;

    public override string ToWrite(string file, string content) => $$"""Write {"file_path":"{{file}}","content":"{{content}}"}""";

    public override async Task<ClientOutput> AskAsync(ClientHome home, Setting setting, string question, bool again = false)
    {
        string[] session = again ? ["--continue"] : [];
        var ran = await home.RunAsync(
            "claude",
            ["-p", question, .. session, "--allowedTools", "Bash,Write,Read"],
            new Dictionary<string, string>
            {
                ["ANTHROPIC_BASE_URL"] = setting.BaseUrl,
                ["ANTHROPIC_AUTH_TOKEN"] = setting.Key,
                ["ANTHROPIC_MODEL"] = setting.Model,
                ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
                ["CLAUDE_CODE_MAX_RETRIES"] = "1",
                ["DISABLE_TELEMETRY"] = "1",
                ["IS_SANDBOX"] = "1",
            }
        );
        return new ClientOutput(ran.ExitCode == 0, ran.Output);
    }
}
