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
        if (app.Services.SettingFaults() is { Count: > 0 } faults)
        {
            foreach (var fault in faults)
                await Console.Error.WriteLineAsync(fault);
            await app.DisposeAsync();
            return 1;
        }

        await app.RunAsync();
        return 0;
    }
}
