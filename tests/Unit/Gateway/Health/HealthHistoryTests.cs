using FsCheck;
using FsCheck.Fluent;
using Platform.Gateway.Health;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Health;

/// <summary>Random histories of two gateways that tell each other now and then.</summary>
public sealed class HealthHistoryTests
{
    private const int Budget = 3,
        Length = 120;

    private static readonly string[] Models = [HealthBench.Model, "n", "o"];

    private static readonly (int Weight, Kind Kind)[] Weights =
    [
        (3, Kind.Answer),
        (6, Kind.Fail),
        (3, Kind.Limit),
        (4, Kind.Refuse),
        (1, Kind.OutOfCredit),
        (2, Kind.Settle),
        (5, Kind.Pass),
        (5, Kind.Claim),
        (8, Kind.Probe),
        (1, Kind.UnPause),
        (3, Kind.Exchange),
        (1, Kind.Forget),
    ];

    private enum Kind
    {
        Answer,
        Fail,
        Limit,
        Refuse,
        OutOfCredit,
        Settle,
        Pass,
        Claim,
        Probe,
        UnPause,
        Exchange,
        Forget,
    }

    private sealed record Step(Kind Kind, bool Second, int Amount);

    [Fact]
    public void In_every_history_a_pause_ends_by_the_operator_alone_and_half_open_admits_its_budget_at_most() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Histories(), history => Follow(history)));

    private static Arbitrary<Step[]> Histories()
    {
        var step =
            from kind in Gen.Frequency(Weights.Select(weight => (weight.Weight, Gen.Constant(weight.Kind))))
            from which in Gen.Choose(0, 1)
            from amount in Gen.Choose(1, 12)
            select new Step(kind, which == 1, amount);
        return Arb.From(step.ArrayOf(Length), Shorter);
    }

    private static IEnumerable<Step[]> Shorter(Step[] history)
    {
        for (var size = history.Length / 2; size > 0; size /= 2)
        for (var start = 0; start + size <= history.Length; start += size)
            yield return [.. history[..start], .. history[(start + size)..]];
    }

    private static void Follow(Step[] history)
    {
        var options = new HealthOptions
        {
            ConsecutiveFailures = 2,
            Probes = Budget,
            Refusals = 2,
        };
        using var first = new HealthBench(options);
        using var second = new HealthBench(options, first.Clock);
        var taken = new Dictionary<ProbeBudget, int>();
        foreach (var step in history)
        {
            var bench = step.Second ? second : first;
            HealthRecord[] before = [first.OfCredential.Record, second.OfCredential.Record];
            var others = Models.Where(model => model != ModelOf(step)).Select(model => (Model: model, Was: bench.Look(model))).ToArray();
            var restores = Do(step, bench, step.Second ? first : second, taken);
            HealthRecord[] after = [first.OfCredential.Record, second.OfCredential.Record];
            foreach (var (was, now) in before.Zip(after))
                Assert.True(!was.IsPaused || now.IsPaused || now.Epoch > was.Epoch, $"{step} ended a pause: {was} became {now}");
            if (step.Kind == Kind.Limit)
                Assert.All(others, other => Assert.Equal(other.Was, bench.Look(other.Model)));
            if (!restores && step.Kind != Kind.Exchange)
                Assert.Equal(before.Max(record => record.Epoch), after.Max(record => record.Epoch));
            Assert.All(taken, admitted => Assert.InRange(admitted.Value, 0, Budget));
        }

        Tell(first, second);
        Tell(second, first);
        Assert.Equal(Shared(first.OfCredential.Record), Shared(second.OfCredential.Record));
        Assert.Equal(Shared(first.Circuit.Record), Shared(second.Circuit.Record));
        foreach (var bench in (HealthBench[])[first, second])
            bench.Board.Forget(bench.Clock.GetUtcNow());
        Assert.Equal(Rests(first), Rests(second));
    }

    /// <returns>Whether the operator un-paused something.</returns>
    private static bool Do(Step step, HealthBench bench, HealthBench other, Dictionary<ProbeBudget, int> taken)
    {
        switch (step.Kind)
        {
            case Kind.Answer:
                bench.Answer();
                break;
            case Kind.Fail:
                bench.Fail();
                break;
            case Kind.Limit:
                bench.Limit(step.Amount % 2 == 0 ? step.Amount : null, ModelOf(step));
                break;
            case Kind.Refuse:
                bench.Refuse(step.Amount % 2 == 0 ? 401 : 403);
                break;
            case Kind.OutOfCredit:
                bench.Refuse(402);
                break;
            case Kind.Settle when bench.Health.Doubts.TryRead(out var doubt):
                bench.Health.Settle(doubt, step.Amount % 2 == 0);
                break;
            case Kind.Pass:
                // Now and then for so long that rests are forgotten.
                bench.Pass(step.Amount == 12 ? 700 : step.Amount);
                break;
            case Kind.Claim:
                bench.BeginProbes(bench.Circuit, Budget);
                bench.BeginProbes(bench.OfCredential, 1);
                break;
            case Kind.Probe:
                var budget = bench.Circuit.Probes;
                var (was, isTaken) = (bench.Availability, bench.TryProbe());
                Assert.True(was == Availability.HalfOpen || !isTaken, $"{was} admitted a probe");
                if (isTaken && budget is not null)
                    taken[budget] = taken.GetValueOrDefault(budget) + 1;
                break;
            case Kind.UnPause:
                return bench.Health.UnPause(bench.Upstream, bench.Credential);
            case Kind.Exchange:
                Tell(other, bench);
                break;
            case Kind.Forget:
                bench.Board.Forget(bench.Clock.GetUtcNow());
                break;
        }

        return false;
    }

    private static (HealthState State, long Epoch, long Version, DateTimeOffset? Until) Shared(HealthRecord record) =>
        (record.State, record.Epoch, record.Version, record.Until);

    private static string ModelOf(Step step) => Models[step.Amount % Models.Length];

    private static IEnumerable<string> Rests(HealthBench bench) =>
        bench.OfCredential.Rests.All.Select(rest => $"{rest.Model} {Shared(rest.Record)}").Order(StringComparer.Ordinal);

    private static void Tell(HealthBench from, HealthBench to)
    {
        to.Circuit.Adopt(from.Circuit.Record);
        to.OfCredential.Adopt(from.OfCredential.Record);
        foreach (var bench in (HealthBench[])[from, to])
            bench.Board.Forget(bench.Clock.GetUtcNow());
        foreach (var rest in from.OfCredential.Rests.All)
            to.Board.Find(rest.Name)!.Adopt(rest.Record);
    }
}
