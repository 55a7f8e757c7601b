namespace Platform.Tests.Clients;

public class Codex : Client
{
    public override string Name => "Codex CLI";

    public override string Version => Pins.Codex;

    public override Protocol Speaks => Protocol.Responses;

    public override string Guide =>
        "In `~/.codex/config.toml`: `model` and `model_provider = \"platform\"`; under `[model_providers.platform]` the `base_url`, "
        + "`env_key = \"PLATFORM_API_KEY\"` and `wire_api = \"responses\"`. The key is in the environment variable that `env_key` names.";

    /// <summary>More of the provider's table.</summary>
    private protected virtual string Transport => "stream_max_retries = 0";

    public override string ToWrite(string file, string content) => $$"""exec_command {"cmd":"printf '%s' '{{content}}' > '{{file}}'"}""";

    public override async Task<ClientOutput> AskAsync(ClientHome home, Setting setting, string question, bool again = false)
    {
        home.Write(".codex/config.toml", Config(setting));
        string[] bold = ["--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox"];
        string[] session = again ? ["resume", "--last"] : [];
        var ran = await home.RunAsync(
            "codex",
            ["exec", .. session, .. bold, question],
            new Dictionary<string, string> { ["PLATFORM_API_KEY"] = setting.Key }
        );
        return new ClientOutput(ran.ExitCode == 0, ran.Output);
    }

    private string Config(Setting setting) =>
        $"""
            model = "{setting.Model}"
            model_provider = "platform"
            check_for_update_on_startup = false

            [model_providers.platform]
            name = "platform"
            base_url = "{setting.BaseUrl}"
            env_key = "PLATFORM_API_KEY"
            wire_api = "responses"
            request_max_retries = 1
            {Transport}

            [analytics]
            enabled = false

            [features]
            plugins = false
            apps = false
            """;
}
