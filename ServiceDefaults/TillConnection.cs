using Microsoft.Extensions.Hosting;
using Platform.ServiceDefaults.Settings;
using StackExchange.Redis;

namespace Platform.ServiceDefaults;

/// <summary>
/// The connection to the Redis that is the till, the same in the services that have one. It lies here and not in the room of the till,
/// because it needs the host, its settings and Aspire's client integration, and the till needs none of them.
/// </summary>
public static class TillConnection
{
    public static void AddTillConnection(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<TillOptions>();
        builder.AddRedisClient("redis", configureOptions: Configure);
    }

    /// <summary>The options that the till needs, whatever the connection string says.</summary>
    public static void Configure(ConfigurationOptions options)
    {
        // While Redis is not reachable a command fails at once: the request is refused, the settlement goes to the journal. A queue would
        // let everybody wait, and would send the admissions of callers that have gone as soon as Redis is back.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        // Each call has a time limit of its own, because the client checks for overdue answers once a second only. This is the longest of
        // them; after four times as long without a byte the client takes the connection for dead and makes another.
        options.AsyncTimeout = 10_000;
        // A start waits for a Redis that does not answer this long, and once; connecting goes on in the background.
        options.ConnectTimeout = 2_000;
        options.ConnectRetry = 1;
        // At every heartbeat; the default waits longer after each failure, and Redis may be back meanwhile.
        options.ReconnectRetryPolicy = new LinearRetry(1_000);
        // The run of a server is in INFO, which the client counts as administration.
        options.AllowAdmin = true;
    }
}
