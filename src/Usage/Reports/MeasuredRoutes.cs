using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Platform.Contracts;

namespace Platform.Usage.Reports;

/// <summary>How models and routes did. The answer is kept for some seconds, because everybody can ask for it.</summary>
internal sealed class MeasuredRoutes(NpgsqlDataSource database, IOptions<MeasuredOptions> options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim gate = new(1);
    private (DateTimeOffset At, Measured Answer)? last;

    public async Task<Measured> ReadAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (last is not { } kept || now - kept.At >= Kept)
                last = kept = (now, await ReadAsync(now, cancellationToken));
            return kept.Answer;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<Measured> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var since = new DateTime(now.Year, now.Month, now.Day, now.Hour, 0, 0, DateTimeKind.Utc).AddHours(-1);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var days = await connection.QueryAsync<DayRow>(
            new CommandDefinition(
                """
                SELECT model, upstream, upstream_model, date_trunc('day', hour, 'UTC') AS day, hour >= @since AS lately, sum(requests)::bigint AS requests,
                  sum(attempts)::bigint AS attempts, sum(completed)::bigint AS completed
                FROM route_hourly WHERE hour >= @from GROUP BY 1, 2, 3, 4, 5
                """,
                new { since, from = today.AddDays(1 - Measured.Days).ToDateTime(default, DateTimeKind.Utc) },
                cancellationToken: cancellationToken
            )
        );
        var steps = await connection.QueryAsync<StepRow>(
            new CommandDefinition(
                """
                SELECT model, upstream, upstream_model, step AS steps, sum(streams)::bigint AS streams
                FROM route_first_bytes WHERE day > @from GROUP BY 1, 2, 3, 4
                """,
                new { from = today.AddDays(-Measured.FirstByteDays).ToDateTime(default) },
                cancellationToken: cancellationToken
            )
        );
        var fold = new MeasuredFold(options.Value.MinRequests, today);
        return new Measured(since, today, fold.Models([.. days.SelectMany(row => row.Days)], [.. steps.Select(row => row.Step)]));
    }

    private sealed record DayRow(
        string Model,
        string Upstream,
        string UpstreamModel,
        DateTime Day,
        bool Lately,
        long Requests,
        long Attempts,
        long Completed
    )
    {
        /// <summary>What is of the last hours is also of its day.</summary>
        public IEnumerable<RouteDay> Days => Lately ? [Of(true), Of(false)] : [Of(false)];

        private RouteDay Of(bool lately) =>
            new(Model, new RouteName(Upstream, UpstreamModel), DateOnly.FromDateTime(Day), lately, Requests, Attempts, Completed);
    }

    private sealed record StepRow(string Model, string Upstream, string UpstreamModel, short Steps, long Streams)
    {
        public RouteStep Step => new(Model, new RouteName(Upstream, UpstreamModel), Steps, Streams);
    }
}
