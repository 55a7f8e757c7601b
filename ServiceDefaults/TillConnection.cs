using Microsoft.Extensions.Hosting;
using Platform.ServiceDefaults.Settings;
using StackExchange.Redis;

namespace Platform.ServiceDefaults;

/// <summary>
/// The connection to the till's Redis, the same in every service that uses it. It is here and not in <c>Till</c>, because it needs the
/// host, its settings and Aspire's client integration, and <c>Till</c> needs none of them.
/// </summary>
public static class TillConnection
{
    public static void AddTillConnection(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<TillOptions>();
        builder.AddRedisClient("redis", configureOptions: Configure);
    }

    /// <summary>Sets the options that the till needs, over those of the connection string.</summary>
    public static void Configure(ConfigurationOptions options)
    {
        // While Redis is not reachable a command fails at once: the request is refused, the settlement goes to the journal. A queue would
        // delay every request, and would send the admissions of disconnected callers when Redis is back.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        // Each call has its own time limit, because the client checks for overdue replies only once a second. This is the longest of them;
        // after four times as long without a byte the client replaces the connection.
        options.AsyncTimeout = 10_000;
        // A start waits this long, once, for a Redis that does not respond; the client continues to connect in the background.
        options.ConnectTimeout = 2_000;
        options.ConnectRetry = 1;
        // Reconnects at every heartbeat; the default waits longer after each failure.
        options.ReconnectRetryPolicy = new LinearRetry(1_000);
        // The run id of a server is in INFO, which the client treats as an admin command.
        options.AllowAdmin = true;
    }
}
