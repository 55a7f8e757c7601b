using Dapper;
using Npgsql;

namespace Platform.Usage.Reconciliation;

/// <summary>One call as an upstream with a tally reports it; see <c>/tally/requests</c> of the scripted upstream.</summary>
internal sealed record ServedCall(string? RequestId, string Outcome, long PromptTokens, long CompletionTokens);

/// <summary>
/// Compares the calls that an upstream has served with the usage records. The upstream keeps a bounded number of calls, so only one
/// direction can be checked: each call that it keeps must have a record.
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

    /// <param name="unfinished">Requests with an open hold or an event that is not posted; they have no record yet.</param>
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
            Check.From(
                "every call that the upstream served has its record",
                served.Length,
                [.. served.SelectMany(request => Calls(request, [.. records[request.Key]]))]
            ),
            Check.From(
                "the tokens that an upstream reported are those of the record",
                served.Length,
                [.. served.SelectMany(request => Tokens(request, [.. records[request.Key]]))]
            ),
        ];
    }

    /// <summary>An abandoned request has one record, number 0, for all its attempts.</summary>
    private static IEnumerable<Difference> Calls(IGrouping<string, ServedCall> request, RecordRow[] records) =>
        Difference.If(
            records.Count(row => row.Attempt > 0) < request.Count() && !records.Any(row => row.Attempt == 0),
            $"request {request.Key}",
            $"{request.Count()} records",
            records.Length
        );

    /// <summary>Compares only tokens that the upstream reported. Our own count may differ from the upstream's tally.</summary>
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
