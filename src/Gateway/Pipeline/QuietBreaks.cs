using System.Diagnostics;
using OpenTelemetry.Instrumentation.AspNetCore;
using Platform.Gateway.Telemetry;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// An answer that is broken off on purpose passes through the server as an exception, but is not an error. It is kept out of the server's
/// log, and its span gets the error code that the client received. A log filter by category and event would also hide real errors, which
/// have the same category and event.
/// </summary>
internal static class QuietBreaks
{
    public static void AddQuietBreaks(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LoggerFactory>();
        builder.Services.AddSingleton<ILoggerFactory>(static provider => new Factory(provider.GetRequiredService<LoggerFactory>()));
        // In Development this middleware wraps every request, and warns when it cannot show its page because an answer has begun.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Diagnostics.DeveloperExceptionPageMiddleware", LogLevel.Error);
        builder.Services.Configure<AspNetCoreTraceInstrumentationOptions>(static tracing => tracing.EnrichWithException = Correct);
    }

    private static void Correct(Activity span, Exception exception)
    {
        if (exception is not AnswerBrokenOffException broken)
            return;
        span.SetTag(GenAI.ErrorType, broken.ErrorCode);
        span.SetStatus(ActivityStatusCode.Unset);
    }

    /// <summary>Disposes nothing: the container owns the factory inside.</summary>
    private sealed class Factory(ILoggerFactory inner) : ILoggerFactory
    {
        /// <summary>Wraps the loggers of the server and its middleware, through which such an exception passes.</summary>
        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
                ? new Quiet(inner.CreateLogger(categoryName))
                : inner.CreateLogger(categoryName);

        public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

        public void Dispose() { }
    }

    private sealed class Quiet(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (exception is not AnswerBrokenOffException)
                inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
