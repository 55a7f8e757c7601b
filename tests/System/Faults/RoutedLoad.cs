using System.Collections.Concurrent;
using System.Net;
using Npgsql;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Faults;

/// <summary>
/// Callers of models with several routes, through two gateways and in every protocol, who go on whatever they are answered; and the proof
/// afterwards that whoever saw a whole answer has one charge for it, and nobody has two.
/// </summary>
public sealed class RoutedLoad(PlatformFixture platform, IReadOnlyList<Person> people, IReadOnlyList<KeyCreated> keys) : IDisposable
{
    private const int Callers = 6;

    /// <summary>9 tokens of input and 2 of output, as <see cref="Fakes.UpstreamAnswer"/> counts them.</summary>
    private const long Price = 9 * 1_000 + 2 * 2_000;

    /// <summary>Of the two only the other draws conclusions from failures, which both then heed; faults kill and pause this one.</summary>
    private const string Victim = "gateway";

    private static readonly string[] Gateways = [Victim, GatewaySettings.Watchful];
    private static readonly string[] Protocols = ["chat", "responses", "messages"];

    private readonly HttpClient[][] clients =
    [
        .. keys.Select(key => Gateways.Select(gateway => platform.Gateway(key.Secret, gateway)).ToArray()),
    ];

    /// <summary>The requests that were answered whole, and by which gateway.</summary>
    private readonly ConcurrentDictionary<string, string> whole = new();

    /// <summary>Requests answered whole so far.</summary>
    public int Answered => whole.Count;

    public static async Task<RoutedLoad> PrepareAsync(PlatformFixture platform)
    {
        var people = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Person.RegisterAsync(platform)));
        return new RoutedLoad(platform, people, await Task.WhenAll(people.Select(person => person.CreateKeyAsync())));
    }

    public void Dispose()
    {
        foreach (var client in clients.SelectMany(each => each))
            client.Dispose();
    }

    /// <summary>A fault in the middle of it.</summary>
    public async Task WhileAsync(Func<Task> fault)
    {
        using var end = new CancellationTokenSource();
        var running = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => CallAsync(caller, end.Token)));
        try
        {
            await Eventually.TrueAsync(() => Task.FromResult(Answered > Callers), "the routes to answer before the fault");
            await fault();
        }
        finally
        {
            await end.CancelAsync();
            await running;
        }
    }

    /// <summary>
    /// Every model answers again through both gateways, no hold is left, ledger and till agree, the report is clean, and what was answered
    /// whole is charged once.
    /// </summary>
    /// <param name="isVictimKilled">
    /// Whether the fault killed <see cref="Victim"/>, which then may have answered what it could not settle: that is abandoned, and free.
    /// </param>
    /// <returns>How many requests got their whole answer from another route than the first that was tried.</returns>
    public async Task<int> ExpectEverythingChargedOnceAsync(bool isVictimKilled)
    {
        foreach (var (model, _) in ScriptedRoutes.ByChance)
            await ExpectAnswersAsync(model, "its upstreams being well");
        await platform.ExpectSettledAsync(people);

        var (attempts, wrong) = (Array.Empty<Attempt>().ToLookup(each => each.RequestId), new List<string>());
        await Eventually.TrueAsync(
            async () =>
            {
                attempts = (await AttemptsAsync()).ToLookup(each => each.RequestId);
                wrong = [.. Wrong(attempts, isVictimKilled)];
                return wrong.Count == 0;
            },
            () => $"each of {whole.Count} whole answers to be charged once; wrong are {wrong.Count}: {string.Join("; ", wrong.Take(20))}"
        );
        var charged = attempts.SelectMany(each => each).Sum(each => each.Charge);
        Assert.Equal(charged, await EarnedAsync());
        var balances = await Task.WhenAll(people.Select(person => person.BalanceAsync()));
        Assert.Equal(people.Count * Money.FromUsd(5).NanoUsd - charged, balances.Sum(balance => balance.Credit.NanoUsd));
        return whole.Keys.Count(id => attempts[id].Any(each => each.Charge == 0) && attempts[id].Any(each => each.Charge > 0));
    }

    /// <summary>Through each gateway, and in a bounded time.</summary>
    public async Task ExpectAnswersAsync(string model, string when)
    {
        foreach (var (place, gateway) in Gateways.Index())
            await Eventually.TrueAsync(
                () => AskAsync(0, place, "chat", model, stream: true),
                $"{model} to answer through {gateway}, {when}"
            );
    }

    /// <summary>A caller ends its last request before it stops.</summary>
    private async Task CallAsync(int caller, CancellationToken end)
    {
        for (var i = caller; !end.IsCancellationRequested; i++)
        {
            var (model, _) = ScriptedRoutes.ByChance[i / 2 % ScriptedRoutes.ByChance.Count];
            if (!await AskAsync(caller, i % Gateways.Length, Protocols[i % Protocols.Length], model, stream: i % 4 < 2))
                await Task.Delay(50, CancellationToken.None);
        }
    }

    /// <summary>True when the whole answer came.</summary>
    private async Task<bool> AskAsync(int caller, int gateway, string protocol, string model, bool stream)
    {
        try
        {
            var spoken = ClientProtocol.Of(protocol);
            using var request = spoken.Request(model, "Hello", stream);
            using var response = await clients[caller][gateway].SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (response.StatusCode != HttpStatusCode.OK)
                return false;
            var (text, broke) = await response.ReadToTheEndAsync();
            if (broke || !text.Contains("Hi there", StringComparison.Ordinal) || IsCut(text, spoken, stream))
                return false;
            whole[response.RequestId()] = Gateways[gateway];
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private static bool IsCut(string text, ClientProtocol protocol, bool stream) =>
        stream
        && (
            !text.EndsWith(protocol.Terminal, StringComparison.Ordinal)
            || text.Contains("\"error\":{", StringComparison.Ordinal)
            || text.Contains("response.failed", StringComparison.Ordinal)
            || text.Contains("response.incomplete", StringComparison.Ordinal)
        );

    private IEnumerable<string> Wrong(ILookup<string, Attempt> attempts, bool isVictimKilled)
    {
        foreach (var id in whole.Keys.Union(attempts.Select(request => request.Key)))
        {
            var charged = attempts[id].Where(each => each.Charge != 0).ToList();
            var isRight =
                !whole.TryGetValue(id, out var gateway) ? charged.Count <= 1
                : charged.Count == 1 ? charged[0] is { Outcome: nameof(Outcome.Completed), Charge: Price }
                : charged.Count == 0
                    && isVictimKilled
                    && gateway == Victim
                    && attempts[id].Any(each => each.Outcome == nameof(Outcome.Abandoned));
            if (!isRight)
                yield return $"{id} of {gateway ?? "nobody"}: {string.Join(", ", attempts[id])}";
        }
    }

    private async Task<List<Attempt>> AttemptsAsync()
    {
        await using var ledger = await platform.OpenLedgerAsync();
        await using var command = new NpgsqlCommand(
            "SELECT request_id, attempt, outcome, charge_nano FROM usage_records WHERE account_id = ANY ($1) ORDER BY attempt",
            ledger
        );
        command.Parameters.Add(Accounts());
        await using var rows = await command.ExecuteReaderAsync();
        var attempts = new List<Attempt>();
        while (await rows.ReadAsync())
            attempts.Add(new Attempt(rows.GetString(0), rows.GetInt32(1), rows.GetString(2), rows.GetInt64(3)));
        return attempts;
    }

    private async Task<long> EarnedAsync()
    {
        await using var ledger = await platform.OpenLedgerAsync();
        await using var command = new NpgsqlCommand(
            "SELECT coalesce(sum(amount_nano), 0)::bigint FROM ledger_entries WHERE ledger_account = 'revenue' AND account_id = ANY ($1)",
            ledger
        );
        command.Parameters.Add(Accounts());
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private NpgsqlParameter Accounts() => new() { Value = people.Select(person => person.Id).ToArray() };

    private sealed record Attempt(string RequestId, int Number, string Outcome, long Charge);
}
