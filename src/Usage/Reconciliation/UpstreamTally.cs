using Dapper;
using Npgsql;

namespace Platform.Usage.Reconciliation;

/// <summary>One call as an upstream that counts for itself tells it; see the fake upstream's <c>/tally/requests</c>.</summary>
internal sealed record ServedCall(string? RequestId, string Outcome, long PromptTokens, long CompletionTokens);

/// <summary>
/// What an upstream says it served against the records. It remembers a bounded number of calls, so each of those must have its
/// record; the other direction is not asked.
/// </summary>
internal sealed class UpstreamTally(IHttpClientFactory http, NpgsqlDataSource database)
{
    private const string OurIds = "req_";

    public async Task<IReadOnlyList<ServedCall>> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = http.CreateClient();
        var calls = await client.GetFromJsonAsync<ServedCall[]>(new Uri(address, "/tally/requests"), cancellationToken);
        return [.. calls!.Where(call => call.RequestId?.StartsWith(OurIds, StringComparison.Ordinal) is true)];
    }

    /// <param name="unfinished">Requests that are still held or not booked: their records are to come.</param>
    public async Task<IReadOnlyList<Check>> RunAsync(
        IReadOnlyList<ServedCall> calls,
        IReadOnlySet<string> unfinished,
        CancellationToken cancellationToken
    )
    {
        var served = calls.Where(call => !unfinished.Contains(call.RequestId!)).GroupBy(call => call.RequestId!).ToArray();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var records = (
            await connection.QueryAsync<RecordRow>(
                new CommandDefinition(
                    """
                    SELECT request_id, attempt, outcome, source, input_tokens, output_tokens FROM usage_records WHERE request_id = ANY (@ids)
                    """,
                    new { ids = served.Select(request => request.Key).ToArray() },
                    cancellationToken: cancellationToken
                )
            )
        ).ToLookup(row => row.RequestId);
        return
        [
            Check.Of(
                "every call the upstream served has its record",
                served.Length,
                [.. served.SelectMany(request => Calls(request, [.. records[request.Key]]))]
            ),
            Check.Of(
                "the tokens that an upstream told are those of the record",
                served.Length,
                [.. served.SelectMany(request => Tokens(request, [.. records[request.Key]]))]
            ),
        ];
    }

    /// <summary>A request that nobody could settle has one record, number 0, for all it did.</summary>
    private static IEnumerable<Difference> Calls(IGrouping<string, ServedCall> request, RecordRow[] records) =>
        Difference.If(
            records.Count(row => row.Attempt > 0) < request.Count() && !records.Any(row => row.Attempt == 0),
            $"request {request.Key}",
            $"{request.Count()} records",
            records.Length
        );

    /// <summary>What an upstream did not tell us, and we counted ourselves, need not be what it says elsewhere.</summary>
    private static IEnumerable<Difference> Tokens(IGrouping<string, ServedCall> request, RecordRow[] records)
    {
        var completed = records.Where(row => row is { Outcome: "Completed", Source: "Upstream" }).ToArray();
        var calls = request.Where(call => call.Outcome == "Completed").ToArray();
        return Difference.If(
            completed.Length > 0
                && calls.Length == completed.Length
                && (completed.Sum(row => row.InputTokens), completed.Sum(row => row.OutputTokens))
                    != (calls.Sum(call => call.PromptTokens), calls.Sum(call => call.CompletionTokens)),
            $"request {request.Key}",
            $"{calls.Sum(call => call.PromptTokens)}+{calls.Sum(call => call.CompletionTokens)}",
            $"{completed.Sum(row => row.InputTokens)}+{completed.Sum(row => row.OutputTokens)}"
        );
    }

    private sealed record RecordRow(string RequestId, int Attempt, string Outcome, string Source, long InputTokens, long OutputTokens);
}
