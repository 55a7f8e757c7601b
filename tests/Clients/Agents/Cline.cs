using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Platform.Tests.Clients;

/// <summary>Cline speaks what its provider speaks.</summary>
public abstract class Cline(string provider) : Client
{
    public override string Version => Pins.Cline;

    /// <summary>In all of its providers, Anthropic's too.</summary>
    public override bool BaseUrlHasVersion => true;

    public override string ToWrite(string file, string content) =>
        $$"""run_commands {"commands":["printf '%s' '{{content}}' > '{{file}}'"]}""";

    public override async Task<ClientOutput> AskAsync(ClientHome home, Setting setting, string question, bool again = false)
    {
        home.Write(".cline/data/settings/global-settings.json", """{"telemetryOptOut":true,"autoUpdateEnabled":false}""");
        // It leaves a hub behind which the next one in this home finds by its port, and one in another home must not.
        home.Write("hub-port", File.Exists(home.In("hub-port")) ? await File.ReadAllTextAsync(home.In("hub-port")) : FreePort());
        await SetUpAsync(home, setting);
        var ran = await RunAsync(home, ["-P", provider, "-m", setting.Model, "--retries", "1", question]);
        return new ClientOutput(ran.ExitCode == 0, ran.Output);
    }

    /// <summary>By its own command, as a person does it.</summary>
    protected virtual Task SetUpAsync(ClientHome home, Setting setting) =>
        RunAsync(home, ["auth", "-p", provider, "-b", setting.BaseUrl, "-k", setting.Key, "-m", setting.Model]);

    private static Task<Ran> RunAsync(ClientHome home, IEnumerable<string> arguments) =>
        home.RunAsync("cline", arguments, new Dictionary<string, string> { ["CLINE_HUB_PORT"] = File.ReadAllText(home.In("hub-port")) });

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}

public sealed class ClineChat() : Cline("openai")
{
    public override string Name => "Cline";

    public override Protocol Speaks => Protocol.Chat;

    public override string Guide => "`cline auth -p openai -b BASE_URL -k KEY -m MODEL`; in the editor, provider *OpenAI Compatible*.";
}

public sealed class ClineResponses() : Cline("openai-native")
{
    public override string Name => "Cline, openai-native";

    public override Protocol Speaks => Protocol.Responses;

    public override string Guide => "`cline auth -p openai-native -b BASE_URL -k KEY -m MODEL`; asked with `-P openai-native`.";
}

public sealed class ClineMessages() : Cline("anthropic")
{
    public override string Name => "Cline, anthropic";

    public override Protocol Speaks => Protocol.Messages;

    public override string Guide =>
        "Provider `anthropic` in `~/.cline/data/settings/providers.json` with `apiKey`, `model` and `baseUrl`, which ends in `/v1`; `cline auth` takes no Base URL for it.";

    protected override Task SetUpAsync(ClientHome home, Setting setting)
    {
        home.Write(
            ".cline/data/settings/providers.json",
            $$"""
            {
              "version": 1, "lastUsedProvider": "anthropic", "modes": {},
              "providers": {
                "anthropic": {
                  "settings": { "provider": "anthropic", "apiKey": "{{setting.Key}}", "model": "{{setting.Model}}", "baseUrl": "{{setting.BaseUrl}}" },
                  "updatedAt": "2026-01-01T00:00:00.000Z", "tokenSource": "manual"
                }
              }
            }
            """
        );
        return Task.CompletedTask;
    }
}
