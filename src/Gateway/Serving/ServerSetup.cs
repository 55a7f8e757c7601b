using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Serving;

/// <summary>
/// The limits of the server. Those that are not named here are its defaults: 30 seconds for the headers of a request and 32 KiB of them, at
/// least 240 bytes a second for a body, both ways, which a stream of few events does not fall below, because only what waits to be sent counts.
/// It ends an HTTP/2 connection whose client resets streams faster than they can be ended.
/// </summary>
internal static class ServerSetup
{
    public static void AddServer(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<ServerOptions>();
        services
            .AddOptions<KestrelServerOptions>()
            .Configure<IOptions<ServerOptions>>(
                static (kestrel, server) =>
                {
                    kestrel.AddServerHeader = false;
                    // RequestReader has the limit, and answers in the caller's dialect; the server would only close the connection.
                    kestrel.Limits.MaxRequestBodySize = null;
                    kestrel.Limits.MaxConcurrentConnections = server.Value.MaxConnections;
                    kestrel.Limits.Http2.MaxStreamsPerConnection = server.Value.MaxStreamsPerConnection;
                }
            );
        services
            .AddOptions<HostOptions>()
            .Configure<IOptions<ServerOptions>>(
                static (host, server) => host.ShutdownTimeout = server.Value.StopNotice + server.Value.StopTimeout + Shutdown.SettlementTime
            );
        services.AddSingleton<Shutdown>();
        services.AddHostedService(static provider => provider.GetRequiredService<Shutdown>());
        services.AddHealthChecks().AddCheck<Shutdown>("stopping");
        services.AddSingleton<MemoryGauge>();
        services.AddHostedService(static provider => provider.GetRequiredService<MemoryGauge>());
        services.AddSingleton<LoadLimit>();
        services.AddHealthChecks().AddCheck<LoadLimit>("load");
    }
}
