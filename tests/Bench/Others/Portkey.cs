using System.Diagnostics;
using System.Globalization;

namespace Platform.Bench.Others;

/// <summary>The gateway of Portkey from npm, pinned, with the adapter to Node's server that its version was made with.</summary>
internal static class Portkey
{
    private const string Version = "1.15.2",
        Adapter = "1.13.8";

    private const string Install = $$$"""
        echo '{"private":true,"overrides":{"@hono/node-server":"{{{Adapter}}}"}}' > package.json
        npm install --no-audit --no-fund --ignore-scripts --save-exact @portkey-ai/gateway@{{{Version}}} @hono/node-server@{{{Adapter}}}
        """;

    public static async Task<OtherProxy> StartAsync(Uri upstream)
    {
        var folder = await Packages.FolderAsync($"portkey-{Version}-{Adapter}", Install);
        var port = OtherProxy.FreePort();
        var start = new ProcessStartInfo(
            "node",
            [
                Path.Combine(folder, "node_modules/@portkey-ai/gateway/build/start-server.js"),
                string.Create(CultureInfo.InvariantCulture, $"--port={port}"),
                "--headless",
            ]
        );
        start.Environment["NODE_ENV"] = "production";
        return await OtherProxy.StartAsync(
            "portkey",
            start,
            port,
            [("x-portkey-provider", "openai"), ("x-portkey-custom-host", new Uri(upstream, "v1").ToString())]
        );
    }
}
