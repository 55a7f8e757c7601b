using System.Text.Json;
using Platform.Accounts.Catalogue;
using Platform.Contracts;
using Platform.Till;
using Platform.Usage.Demo.History;
using Platform.Usage.Intake;
using Xunit;

namespace Platform.Tests.Unit.Usage.Demo;

public sealed class HistoryStoryTests
{
    private static readonly PackView Pack = new("builder", "Builder", Money.FromUsd(20), Money.FromUsd(20));
    private static readonly Money Welcome = Money.FromUsd(5);

    /// <summary>Begins on different days of a week, at night and at noon.</summary>
    public static TheoryData<string> Begins =>
        ["2026-11-15T16:51:31.123Z", "2026-11-16T00:00:00Z", "2026-11-18T12:30:00Z", "2026-12-26T23:59:59Z", "2028-02-25T07:00:00Z"];

    private static IReadOnlyList<HistoryStep> Tell(string begin) => HistoryStory.Tell(DateTimeOffset.Parse(begin, null), Welcome, Pack);

    private static IEnumerable<UsageEvent> Requests(string begin) => Tell(begin).OfType<RequestStep>().Select(step => step.Request);

    [Theory]
    [MemberData(nameof(Begins))]
    public void The_same_begin_tells_the_same(string begin) =>
        Assert.Equal(JsonSerializer.Serialize<object[]>([.. Tell(begin)]), JsonSerializer.Serialize<object[]>([.. Tell(begin)]));

    [Theory]
    [MemberData(nameof(Begins))]
    public void Each_request_can_be_posted_and_no_id_is_there_twice(string begin)
    {
        UsageEvent[] all = [.. Requests(begin)];
        Assert.All(all, request => Assert.Null(EventRules.Problem(request, TillKeys.ShardOf(DemoAccount.Id))));
        string[] ids =
        [
            .. all.Select(request => request.RequestId),
            .. Tell(begin).OfType<RefusalStep>().Select(step => step.Refusal.RequestId),
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Begins))]
    public void Credit_is_there_before_it_is_spent_and_some_is_left(string begin)
    {
        var credit = Welcome;
        foreach (var step in Tell(begin))
        {
            credit += step switch
            {
                CheckoutStep { Result: PaymentEventKind.Paid } => Pack.Credit,
                RequestStep { Request: var request } => -request.Charge,
                _ => Money.Zero,
            };
            Assert.True(credit > Money.Zero, $"{step.At:O}: {credit}");
        }
    }

    [Theory]
    [MemberData(nameof(Begins))]
    public void It_is_a_fortnight_of_a_developer(string begin)
    {
        var (steps, from) = (Tell(begin), DateTimeOffset.Parse(begin, null));
        UsageEvent[] all = [.. Requests(begin)];
        Assert.InRange(all.Length, 900, 3_000);
        Assert.All(steps, step => Assert.InRange(step.At, from, from + DemoKeys.Span));
        Assert.Equal(steps.OrderBy(step => step.At), steps);
        Assert.InRange(all.Select(request => request.SessionId).OfType<string>().Distinct().Count(), 15, 40);
        Assert.InRange(all.Sum(request => request.Charge.NanoUsd), Money.FromUsd(15).NanoUsd, Money.FromUsd(120).NanoUsd);
        Assert.Equal(DemoKeys.All.Select(key => key.Id).Order(), all.Select(request => request.KeyId).Distinct().Order());
        Assert.Equal(HistoryModel.All.Select(model => model.Id).Order(), all.Select(request => request.Model).Distinct().Order());
        Assert.Superset(
            new HashSet<Outcome> { Outcome.Completed, Outcome.Failed, Outcome.Interrupted, Outcome.Disconnected },
            all.Select(request => request.Attempts[0].Outcome).ToHashSet()
        );
        Assert.Superset(
            new HashSet<string>
            {
                "invalid_api_key",
                "model_not_found",
                "model_not_allowed",
                "rate_limit_exceeded",
                "insufficient_quota",
                "unknown_url",
            },
            steps.OfType<RefusalStep>().Select(step => step.Refusal.Code).ToHashSet()
        );
        Assert.Superset(
            new HashSet<PaymentEventKind?> { PaymentEventKind.Paid, PaymentEventKind.Declined, null },
            steps.OfType<CheckoutStep>().Select(step => step.Result).ToHashSet()
        );
    }

    [Theory]
    [MemberData(nameof(Begins))]
    public void Each_key_was_used_last_when_Accounts_says(string begin)
    {
        var last = Requests(begin)
            .GroupBy(request => request.KeyId)
            .ToDictionary(key => key.Key, key => key.Max(request => request.StartedAt));
        var end = DateTimeOffset.Parse(begin, null) + DemoKeys.Span;
        Assert.All(DemoKeys.All, key => Assert.True(last[key.Id] >= end - key.SinceLastUse, $"{key.Name}: {last[key.Id]:O}"));
    }

    [Fact]
    public void What_failed_is_free() =>
        Assert.All(
            Requests("2026-11-16T00:00:00Z").Where(request => request.Attempts[0].Outcome == Outcome.Failed),
            request => Assert.Equal(Money.Zero, request.Charge)
        );

    [Fact]
    public void Prices_are_those_of_the_catalogue()
    {
        var sold = CatalogueText
            .Read(Path.Combine(AppContext.BaseDirectory, "Catalogue", "catalogue.json"))
            .Parse()
            .Catalogue.Models.ToDictionary(model => model.Id, model => model.Routes[0]);
        Assert.All(
            HistoryModel.All,
            model =>
            {
                Assert.Equal(sold[model.Id].Price with { Version = 1, Others = null, Tools = null }, model.Price);
                Assert.Equal((HistoryModel.Upstream, model.Id), (sold[model.Id].Upstream, sold[model.Id].UpstreamModel));
            }
        );
    }
}
