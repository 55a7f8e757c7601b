namespace Platform.FakeUpstream.Serving;

internal static class ServingSetup
{
    /// <summary>Being cut off and left hanging is what this server is for.</summary>
    public static void AddScriptedTrouble(this WebApplicationBuilder builder)
    {
        // Kestrel reports every scripted cut as an unhandled exception; what is truly unexpected is caught and logged by Errors.
        builder
            .Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None);
        // A request that hangs by script must not hold up the end.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
    }
}
