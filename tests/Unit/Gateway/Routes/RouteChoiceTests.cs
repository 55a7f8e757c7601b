using Platform.Contracts;
using Platform.Gateway.Health;
using Platform.Gateway.Routes;
using Xunit;
using static Platform.Tests.Unit.Gateway.Routes.Choices;

namespace Platform.Tests.Unit.Gateway.Routes;

public sealed class RouteChoiceTests
{
    private readonly FakeHealth health = new();

    private static IEnumerable<string> Conversations => Enumerable.Range(0, 2_000).Select(each => $"conversation {each}");

    [Fact]
    public void Routes_without_a_priority_are_tried_in_their_order() =>
        Assert.Equal("b a c", Tried(Chooser(health).Choose("x", Model(Route("b"), Route("a"), Route("c")))));

    [Fact]
    public void Groups_are_tried_by_priority() =>
        Assert.Equal("c a b", Tried(Chooser(health).Choose("x", Model(Route("a", 2), Route("b", 3), Route("c", 1)))));

    /// <summary>Within five percent of the whole, with 2,000 conversations.</summary>
    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(1, 3, 6)]
    [InlineData(0, 1, 1)]
    public void Conversations_are_shared_by_weight(int a, int b, int c)
    {
        var model = Model(Route("a", 1, a), Route("b", 1, b), Route("c", 1, c));
        var shares = Conversations.CountBy(each => First(Chooser(health).Choose(each, model))).ToDictionary();
        foreach (var (name, weight) in (ReadOnlySpan<(string, int)>)[("a", a), ("b", b), ("c", c)])
            Assert.Equal(weight / (double)(a + b + c), shares.GetValueOrDefault(name) / 2_000.0, 0.05);
    }

    [Fact]
    public void A_conversation_stays_on_its_route_in_every_gateway()
    {
        var model = Model(Route("a", 1), Route("b", 1), Route("c", 1));
        foreach (var each in Conversations.Take(50))
            Assert.Single(Enumerable.Range(0, 5).Select(_ => Tried(Chooser(new FakeHealth()).Choose(each, model))).Distinct());
    }

    /// <summary>Theirs are shared among the others, and come back.</summary>
    [Fact]
    public void Only_the_conversations_of_a_route_that_is_down_move()
    {
        var (chooser, model) = (Chooser(health), Model(Route("a", 1), Route("b", 1), Route("c", 1)));
        var before = Conversations.ToDictionary(each => each, each => First(chooser.Choose(each, model)));
        health.States["a"] = Availability.Down;
        var during = Conversations.ToDictionary(each => each, each => First(chooser.Choose(each, model)));
        Assert.All(before.Where(each => each.Value != "a"), each => Assert.Equal(each.Value, during[each.Key]));
        Assert.Equal(
            0.5,
            before.Count(each => each.Value == "a" && during[each.Key] == "b") / (double)before.Count(each => each.Value == "a"),
            0.1
        );
        health.States.Clear();
        Assert.All(Conversations, each => Assert.Equal(before[each], First(chooser.Choose(each, model))));
    }

    [Fact]
    public void Two_accounts_that_name_a_conversation_alike_do_not_share_its_route()
    {
        var (chooser, model) = (Chooser(health), Model(Route("a", 1), Route("b", 1)));
        var request = Parse("""{"model":"ours","messages":["x"],"prompt_cache_key":"k"}""");
        var routes = Enumerable
            .Range(0, 100)
            .Select(each =>
                First(chooser.Choose([model], new DefaultHttpContext().Request, request, new Guid(each, 0, 0, new byte[8]), "r"))
            )
            .ToList();
        Assert.InRange(routes.Count(each => each == "a"), 30, 70);
    }

    [Theory]
    [InlineData("Down")]
    [InlineData("Paused")]
    public void What_is_down_or_paused_is_not_asked(string name)
    {
        var state = Enum.Parse<Availability>(name);
        var (chooser, model) = (Chooser(health), Model(Route("a"), Route("b")));
        health.States["a"] = state;
        Assert.Equal("b", Tried(chooser.Choose("x", model)));
        health.States["b"] = state;
        Assert.Equal("", Tried(chooser.Choose("x", model)));
        Assert.Equal("", Tried(chooser.Choose("x", Model(Route("a")))));
    }

    [Theory]
    [InlineData(0, "b")]
    [InlineData(1, "a b")]
    public void What_is_half_open_is_asked_in_its_place_by_those_that_may_try_it(int probes, string tried)
    {
        health.States["a"] = Availability.HalfOpen;
        health.Probes = probes;
        Assert.Equal(tried, Tried(Chooser(health).Choose("x", Model(Route("a"), Route("b")))));
        health.Probes = probes;
        Assert.Equal(probes == 1 ? "a" : "", Tried(Chooser(health).Choose("x", Model(Route("a")))));
    }

    [Fact]
    public void Credentials_are_shared_by_weight_and_a_conversation_stays_on_its_own()
    {
        var chooser = Chooser(health, null, null, Upstream("a", ("one", 1), ("two", 3)));
        var model = Model(Route("a"));
        var shares = Conversations
            .Select(each =>
            {
                var choice = chooser.Choose(each, model);
                return choice.TryNext(out var candidate) ? candidate.Credential.Name : "";
            })
            .CountBy(each => each)
            .ToDictionary();
        Assert.Equal(0.25, shares["one"] / 2_000.0, 0.05);
        Assert.Equal(0.75, shares["two"] / 2_000.0, 0.05);
    }

    /// <summary>What was at fault is not asked again: a credential, or the upstream.</summary>
    [Theory]
    [InlineData("CredentialRefused", "a/one a/two b")]
    [InlineData("Limited", "a/one a/two b a/one:n a/two:n")]
    [InlineData("Failed", "a/one b a/one:n")]
    [InlineData("Answered", "a/one b a/one:n")]
    [InlineData("Unknown", "a/one b a/one:n")]
    public void The_next_is_another_credential_or_another_route_by_what_was_at_fault(string fault, string tried)
    {
        var verdict = Enum.Parse<CallVerdict>(fault);
        var chooser = Chooser(health, null, null, Upstream("a", ("one", 1_000_000), ("two", 1)), Upstream("b"));
        var model = Model(Route("a", 1), Route("b", 2), Route("a", 3, model: "n"));
        Assert.Equal(tried, Tried(chooser.Choose("x", model), verdict));
    }

    /// <summary>Another model there may work, though the upstream rests because of this request.</summary>
    [Theory]
    [InlineData("Limited", "a a:n")]
    [InlineData("Failed", "a a:n")]
    [InlineData("CredentialRefused", "a")]
    public void A_fallback_at_the_same_upstream_is_asked_although_that_is_down_by_now(string fault, string tried)
    {
        var verdict = Enum.Parse<CallVerdict>(fault);
        var choice = Chooser(health).Choose("x", Model(Route("a")), Model(Route("a", model: "n")) with { Id = "other" });
        Assert.True(choice.TryNext(out _));
        choice.Note(verdict);
        health.States["a"] = Availability.Down;
        Assert.Equal(tried, ("a " + Tried(choice, verdict)).Trim());
    }

    [Fact]
    public void A_credential_that_rests_for_one_model_is_asked_for_others()
    {
        var upstream = Upstream("a", ("one", 1), ("two", 1));
        foreach (var credential in upstream.Credentials)
            health.States[$"a/{credential.Name}/m"] = Availability.Down;
        var chooser = Chooser(health, upstreams: upstream);
        Assert.NotNull(chooser.RefuseUnavailable([Model(Route("a"))]));
        Assert.Null(chooser.RefuseUnavailable([Model(Route("a", model: "n"))]));
        health.States["a/two/m"] = Availability.Up;
        Assert.Equal(["two"], Credentials("m"));
        Assert.Equal(["one", "two"], Credentials("n"));

        IEnumerable<string> Credentials(string model) =>
            Conversations.Take(50).Select(each => First(chooser.Choose(each, Model(Route("a", model: model))))).Distinct().Order();

        static string First(RouteChoice choice) => choice.TryNext(out var candidate) ? candidate.Credential.Name : "";
    }

    [Fact]
    public void The_routes_of_fallbacks_come_after_all_routes_of_the_model() =>
        Assert.Equal(
            "b c a:n a",
            Tried(
                Chooser(health)
                    .Choose(
                        "x",
                        Model(Route("b"), Route("c")),
                        Model(Route("a", 1, model: "n")) with
                        {
                            Id = "o",
                        },
                        Model(Route("a")) with
                        {
                            Id = "p",
                        }
                    )
            )
        );

    [Fact]
    public void Where_nobody_can_be_asked_the_shortest_wait_is_told()
    {
        var (chooser, model) = (Chooser(health), Model(Route("a"), Route("b")));
        Assert.Null(chooser.RefuseUnavailable([model]));
        (health.States["a"], health.States["b"]) = (Availability.Down, Availability.Paused);
        (health.Waits["a"], health.Waits["b"]) = (TimeSpan.FromSeconds(17), TimeSpan.FromSeconds(30));
        var error = chooser.RefuseUnavailable([model])!;
        Assert.Equal((503, "upstream_unavailable", TimeSpan.FromSeconds(17)), (error.Status, error.Code, error.RetryAfter));
        Assert.Contains("'ours'", error.Message, StringComparison.Ordinal);
        Assert.Contains("17 seconds", error.Message, StringComparison.Ordinal);
        health.States["b"] = Availability.HalfOpen;
        Assert.Null(chooser.RefuseUnavailable([model]));
    }

    [Fact]
    public void A_slow_route_gets_fewer_conversations_and_all_of_them_are_its_own()
    {
        var speeds = new RouteSpeeds();
        var (chooser, model) = (Chooser(health, null, speeds), Model(Route("a", 1), Route("b", 1)));
        var before = Conversations.Where(each => First(chooser.Choose(each, model)) == "a").ToHashSet();
        for (var sample = 0; sample < 20; sample++)
        {
            speeds.Note(model.Routes[0], TimeSpan.FromSeconds(5));
            speeds.Note(model.Routes[1], TimeSpan.FromSeconds(1));
        }

        var after = Conversations.Where(each => First(chooser.Choose(each, model)) == "a").ToHashSet();
        // A quarter of the weight is a fifth of all.
        Assert.Equal(0.2, after.Count / 2_000.0, 0.05);
        Assert.Subset(before, after);
        Assert.Equal(
            before.Count,
            Conversations.Count(each =>
                First(Chooser(health, new RoutingOptions { PreferFast = false }, speeds).Choose(each, model)) == "a"
            )
        );
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.25)]
    [InlineData(2, 0.1)]
    public void A_dear_route_gets_fewer_conversations_where_the_operator_says_so(int preference, double share)
    {
        var chooser = Chooser(health, new RoutingOptions { PricePreference = preference });
        var model = Model(Route("a", 1, price: new Price(1, 3_000, 6_000)), Route("b", 1));
        Assert.Equal(share, Conversations.Count(each => First(chooser.Choose(each, model)) == "a") / 2_000.0, 0.05);
    }

    [Fact]
    public void One_route_with_one_credential_is_chosen_without_an_allocation()
    {
        var (chooser, models) = (Chooser(health), new[] { Model(Route("a")) });
        var (http, request) = (new DefaultHttpContext().Request, Parse("""{"model":"ours","messages":["x"]}"""));
        Assert.Equal("a", First(chooser.Choose(models, http, request, Account, "r")));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var time = 0; time < 1_000; time++)
        {
            var choice = chooser.Choose(models, http, request, Account, "r");
            choice.TryNext(out _);
            choice.TryNext(out _);
        }

        // What the fake allocates by itself: a text for each look.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000 * 64);
    }
}
