using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Bench.BareYarp;

/// <summary>
/// What forwarding costs by itself: the gateway's server, forwarder and connection pool with their settings, and nothing else. It runs
/// in a process of its own, so that its CPU time is apart from the load generator's.
/// </summary>
internal static class BareYarpServer
{
    public const string Mode = "bare-yarp";

    /// <summary>
    /// Writes its address to standard output, and ends when standard input does: a bench that is killed leaves nobody behind.
    /// </summary>
    public static async Task<int> RunAsync(string upstream)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddHttpForwarder();
        await using var app = builder.Build();
        app.MapForwarder(
            "/{**path}",
            upstream,
            new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromMinutes(5) },
            HttpTransformer.Default,
            Client()
        );
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>The settings of the gateway's <c>Forwarding/Upstreams.cs</c>.</summary>
    private static HttpMessageInvoker Client() =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                UseCookies = false,
                EnableMultipleHttp2Connections = true,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            }
        );
}
