using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Platform.Gateway.Pipeline;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Pipeline;

/// <summary>What the server itself makes of the gateway's requests: its log and its span.</summary>
public sealed partial class QuietBreaksTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<Entry> log = new();
    private readonly ConcurrentQueue<Activity> spans = new();
    private WebApplication app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders().AddProvider(new Log(log));
        builder.AddQuietBreaks();
        builder.Services.AddSingleton(TimeProvider.System);
        builder
            .Services.AddOpenTelemetry()
            .WithTracing(tracing =>
                tracing.AddAspNetCoreInstrumentation().AddProcessor(new SimpleActivityExportProcessor(new Kept(spans)))
            );
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseRequestScope();
        app.MapGet(
            "/logs",
            (HttpContext http, ILogger<QuietBreaksTests> logged) =>
            {
                LogLine(logged);
                return http.Context().RequestId;
            }
        );
        app.MapGet("/breaks", (HttpContext http) => BreakAsync(http, new AnswerBrokenOffException("upstream_error")));
        app.MapGet("/fails", (HttpContext http) => BreakAsync(http, new InvalidOperationException("A true error")));
        await app.StartAsync();
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task A_log_record_of_a_request_has_the_id_that_its_caller_knows()
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var id = await client.GetStringAsync("/logs");
        var logged = log.Single(entry => entry.Message == "Line");
        Assert.Equal(
            $"RequestId:{id} RequestPath:/logs",
            logged.Scopes.Single(scope => scope.StartsWith("RequestId:req_", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task An_answer_that_is_broken_off_arrives_without_an_end_and_is_no_error_of_the_servers()
    {
        Assert.Equal(("data: said\n\ndata: error\n\n", true), await AskAsync("/breaks"));
        var span = await SpanAsync("GET /breaks");
        Assert.Equal((ActivityStatusCode.Unset, "upstream_error"), (span.Status, span.GetTagItem("error.type")));
        Assert.Empty(span.Events);
        Assert.DoesNotContain(log, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Any_other_exception_is_the_servers_error()
    {
        Assert.Equal(("data: said\n\ndata: error\n\n", true), await AskAsync("/fails"));
        var span = await SpanAsync("GET /fails");
        Assert.Equal((ActivityStatusCode.Error, typeof(InvalidOperationException).FullName), (span.Status, span.GetTagItem("error.type")));
        Assert.Contains(
            log,
            entry =>
                entry is { Level: LogLevel.Error, Category: "Microsoft.AspNetCore.Server.Kestrel", Exception: InvalidOperationException }
        );
    }

    private static async Task BreakAsync(HttpContext http, Exception exception)
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.WriteAsync("data: said\n\n");
        await http.Response.WriteAsync("data: error\n\n");
        throw exception;
    }

    private async Task<(string Text, bool Broke)> AskAsync(string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = "";
        try
        {
            var buffer = new char[1_024];
            for (int read; (read = await reader.ReadAsync(buffer)) > 0; )
                text += new string(buffer, 0, read);
            return (text, false);
        }
        catch (HttpIOException)
        {
            return (text, true);
        }
    }

    private async Task<Activity> SpanAsync(string name)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(20); await Task.Delay(10))
            if (spans.SingleOrDefault(span => span.DisplayName == name) is { } found)
                return found;
        throw new TimeoutException($"There is no span {name}.");
    }

    private sealed class Kept(ConcurrentQueue<Activity> spans) : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch)
                spans.Enqueue(span);
            return ExportResult.Success;
        }
    }

    private sealed record Entry(string Category, LogLevel Level, string Message, Exception? Exception, IReadOnlyList<string> Scopes);

    [LoggerMessage(Level = LogLevel.Information, Message = "Line")]
    private static partial void LogLine(ILogger log);

    private sealed class Log(ConcurrentQueue<Entry> entries) : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose() { }

        private void Take(Entry entry) => entries.Enqueue(entry);

        private sealed class Logger(Log log, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter
            )
            {
                var around = new List<string>();
                log.scopes.ForEachScope(static (scope, around) => around.Add(scope?.ToString() ?? ""), around);
                log.Take(new Entry(category, logLevel, formatter(state, exception), exception, around));
            }
        }
    }
}
