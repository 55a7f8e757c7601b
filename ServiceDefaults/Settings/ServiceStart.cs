using Microsoft.AspNetCore.Builder;

namespace Platform.ServiceDefaults.Settings;

public static class ServiceStart
{
    /// <summary>
    /// Runs the service until it is stopped. With invalid settings it does not start, and writes each fault as a line to the error output;
    /// a started host would log them with a stack trace.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunServiceAsync(this WebApplication app)
    {
        if (app.HasWrongSettings())
        {
            await app.DisposeAsync();
            return 1;
        }

        await app.RunAsync();
        return 0;
    }

    /// <summary>
    /// Whether settings are invalid; each fault was then written as a line to the error output. For a service that has to ask before it maps
    /// what reads settings while it is mapped.
    /// </summary>
    public static bool HasWrongSettings(this WebApplication app)
    {
        var faults = app.Services.SettingFaults();
        foreach (var fault in faults)
            Console.Error.WriteLine(fault);
        return faults.Count > 0;
    }
}
