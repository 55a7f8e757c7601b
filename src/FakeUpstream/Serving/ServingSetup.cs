namespace Platform.FakeUpstream.Serving;

internal static class ServingSetup
{
    /// <summary>Prepares the server for scripted cuts and hangs.</summary>
    public static void AddScriptedFailures(this WebApplicationBuilder builder)
    {
        // Kestrel reports every scripted cut as an unhandled exception; Errors catches and logs the unexpected ones.
        builder
            .Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None);
        // A request that hangs by script must not delay the stop.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
    }
}
