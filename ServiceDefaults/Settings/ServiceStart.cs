using Microsoft.AspNetCore.Builder;

namespace Platform.ServiceDefaults.Settings;

public static class ServiceStart
{
    /// <summary>
    /// Runs the service until it is told to end. Where settings are wrong it does not begin: each is a line on the error output. The host
    /// would log them as well, with its stack, if it were started to find them.
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
