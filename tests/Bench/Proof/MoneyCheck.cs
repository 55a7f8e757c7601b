using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Platform.Bench.Load;
using Platform.Bench.Measuring;
using Platform.Bench.Running;
using Platform.Contracts;

namespace Platform.Bench.Proof;

/// <summary>Served tokens x price = ledger sum: what the upstream says it served through the gateway, held against the totals.</summary>
internal static class MoneyCheck
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500),
        Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Prints both sides, and each line that does not hold.</summary>
    public static async Task<bool> HoldsAsync(RunningPlatform platform)
    {
        using var usage = platform.Client("usage");
        using var upstream = platform.Client("fakeupstream");
        var models = await ServedAsync(platform, (await upstream.GetFromJsonAsync<Tally>("/tally"))!);
        var served = models.Select(model => model.Counts).Aggregate(Counts.Plus);
        var totals = await ReadTotalsAsync(usage, served.Requests);
        var due = models.Select(Due).Aggregate((sum, cost) => sum + cost);

        Console.WriteLine();
        Console.WriteLine(
            $"Served through the gateway: {served.Requests:N0} requests, {served.PromptTokens:N0} + {served.CompletionTokens:N0} tokens, at their price {due}"
        );
        Console.WriteLine(
            $"The ledger: {totals.AttemptsBooked:N0} requests, {totals.InputTokens:N0} + {totals.OutputTokens:N0} tokens, sum {new Money(totals.LedgerSumNanoUsd)}"
        );

        var differences = Differences(served, totals, due).ToArray();
        foreach (var difference in differences)
            Console.WriteLine($"DOES NOT HOLD: {difference}");
        if (differences.Length == 0)
            Console.WriteLine("Served tokens x price = ledger sum: holds to the nano-dollar.");
        return differences.Length == 0;
    }

    /// <summary>The last answers reach their callers a moment before they are settled.</summary>
    private static async Task<LedgerTotals> ReadTotalsAsync(HttpClient usage, long requests)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var totals = (await usage.GetFromJsonAsync<LedgerTotals>("/totals"))!;
            if (totals.EventsPending == 0 && totals.AttemptsBooked >= requests || Stopwatch.GetElapsedTime(since) > Timeout)
                return totals;
            await Task.Delay(Pause);
        }
    }

    private static IEnumerable<string> Differences(Counts served, LedgerTotals totals, Money due)
    {
        if (totals.AttemptsBooked != served.Requests || totals.UsageTransactions != served.Requests)
            yield return $"served {served.Requests}, posted {totals.AttemptsBooked} usage records and {totals.UsageTransactions} transactions";
        if (served.Completed != served.Requests)
            yield return $"{served.Requests - served.Completed} served requests did not complete";
        if (totals.InputTokens != served.PromptTokens || totals.OutputTokens != served.CompletionTokens)
            yield return "the tokens differ";
        if (totals.LedgerSumNanoUsd != due.NanoUsd || totals.ChargedNanoUsd != due.NanoUsd)
            yield return $"due {due.NanoUsd} nano-USD, charged {totals.ChargedNanoUsd}, in the ledger {totals.LedgerSumNanoUsd}";
        if (totals.LedgerBalanceNanoUsd != 0)
            yield return $"all entries of the ledger sum to {totals.LedgerBalanceNanoUsd} and not to 0";
        if (totals is not { DeadLetters: 0, EventsPending: 0 })
            yield return $"{totals.DeadLetters} dead letters, {totals.EventsPending?.ToString(CultureInfo.InvariantCulture) ?? "unknown"} events not posted";
    }

    /// <summary>
    /// What each of the gateway's models at the upstream served, of whatever protocol, and the one price of all routes to it.
    /// </summary>
    private static async Task<IReadOnlyList<Served>> ServedAsync(RunningPlatform platform, Tally tally)
    {
        using var accounts = platform.Client("accounts");
        var catalogue = (await accounts.GetFromJsonAsync<Catalogue>("/catalogue"))!;
        var routes =
            from question in Question.All
            from route in catalogue.Models.Single(model => model.Id == Variant.GatewayModel(question)).Routes
            group route.Price by route.UpstreamModel;
        return
        [
            .. from model in routes
            where tally.Models.ContainsKey(model.Key)
            select new Served(model.Key, tally.Models[model.Key], model.Distinct().Single()),
        ];
    }

    /// <exception cref="InvalidOperationException">The model's price is finer than a nano-dollar a token, so that a sum of tokens does not
    /// give the sum of charges.</exception>
    private static Money Due(Served model)
    {
        var (price, served) = (model.Price, model.Counts);
        if (price.Input % 1_000_000 != 0 || price.Output % 1_000_000 != 0 || served.CachedTokens + served.ReasoningTokens != 0)
            throw new InvalidOperationException($"{model.Name} does not cost whole nano-dollars a token; bench with a model that does.");
        return price.Cost(new TokenUsage(served.PromptTokens, served.CompletionTokens));
    }

    private sealed record Served(string Name, Counts Counts, Price Price);

    private sealed record Tally(IReadOnlyDictionary<string, Counts> Models);

    private sealed record Counts(
        long Requests,
        long Completed,
        long PromptTokens,
        long CachedTokens,
        long CompletionTokens,
        long ReasoningTokens
    )
    {
        public static Counts Plus(Counts one, Counts other) =>
            new(
                one.Requests + other.Requests,
                one.Completed + other.Completed,
                one.PromptTokens + other.PromptTokens,
                one.CachedTokens + other.CachedTokens,
                one.CompletionTokens + other.CompletionTokens,
                one.ReasoningTokens + other.ReasoningTokens
            );
    }

    private sealed record LedgerTotals(
        long AttemptsBooked,
        long UsageTransactions,
        long InputTokens,
        long OutputTokens,
        long ChargedNanoUsd,
        long LedgerSumNanoUsd,
        long LedgerBalanceNanoUsd,
        long DeadLetters,
        long? EventsPending
    );
}
