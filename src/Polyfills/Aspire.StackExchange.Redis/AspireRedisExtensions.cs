using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis
{
    public sealed class StackExchangeRedisSettings
    {
        public string? ConnectionString { get; set; }

        public bool DisableHealthChecks { get; set; }

        public bool DisableTracing { get; set; }

        public bool DisableAutoActivation { get; set; } = true;
    }
}

namespace Microsoft.Extensions.Hosting
{
    public static class AspireRedisExtensions
    {
        /// <summary>Registers a shared <see cref="IConnectionMultiplexer"/> for the connection string of this name, with a health check and traces.</summary>
        /// <exception cref="InvalidOperationException">There is no such connection string when the connection is first needed.</exception>
        public static void AddRedisClient(
            this IHostApplicationBuilder builder,
            string connectionName,
            Action<StackExchangeRedisSettings>? configureSettings = null,
            Action<ConfigurationOptions>? configureOptions = null)
        {
            var settings = new StackExchangeRedisSettings { ConnectionString = builder.Configuration.GetConnectionString(connectionName) };
            builder.Configuration.GetSection("Aspire:StackExchange:Redis").Bind(settings);
            configureSettings?.Invoke(settings);

            builder.Services.AddSingleton<IConnectionMultiplexer>(services => Connect(
                connectionName, settings, configureOptions, services.GetRequiredService<ILoggerFactory>().CreateLogger("StackExchange.Redis")));
            if (!settings.DisableHealthChecks)
                builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>("StackExchange.Redis");
        }

        private static ConnectionMultiplexer Connect(
            string connectionName, StackExchangeRedisSettings settings, Action<ConfigurationOptions>? configureOptions, ILogger log)
        {
            var options = ConfigurationOptions.Parse(settings.ConnectionString
                ?? throw new InvalidOperationException($"ConnectionStrings:{connectionName} is missing; it names the Redis server, as in 'localhost:6379,password=...'."));
            options.AbortOnConnectFail = false;
            // A minute each by default: so long this version of the client may take to find a server again that was killed.
            options.ConfigCheckSeconds = options.KeepAlive = 2;
            configureOptions?.Invoke(options);
            var connection = ConnectionMultiplexer.Connect(options);
            // Else every answer takes its turn in one queue, as if the order of publications mattered; we have none.
            connection.PreserveAsyncOrder = false;
            _ = ForgottenConnections.WatchAsync(connection, log);
            if (!settings.DisableTracing)
                connection.RegisterProfiler(new RedisTracing(connection));
            return connection;
        }
    }
}
