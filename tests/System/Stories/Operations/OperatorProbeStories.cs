using System.Net;
using System.Net.Http.Json;
using Aspire.Hosting.ApplicationModel;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Xunit;
using static Platform.Tests.Fakes.ScriptedUpstream;

namespace Platform.Tests.Stories.Operations;

/// <summary>An upstream that failed is tried by requests of an account of the operator's, within the limits of its key.</summary>
[Collection(PlatformCollection.Name)]
public sealed class OperatorProbeStories(PlatformFixture platform) : IAsyncLifetime
{
    private const string Gateway = GatewaySettings.Second,
        Model = "story-probed",
        Asked = "Answer with the word OK.",
        Client = "Platform-Probe";

    private Func<Task> restore = () => Task.CompletedTask;

    private ScriptedUpstream Upstream => platform.Routes["probed-a"];

    public Task InitializeAsync() => FaultInjector.StartAsync(platform, Gateway);

    public async Task DisposeAsync()
    {
        await restore();
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        await platform.App.ResourceCommands.ExecuteCommandAsync(Gateway, KnownResourceCommands.StopCommand, timeout.Token);
    }

    /// <summary>While it fails no customer's request meets it, and it is used again before any has tried it.</summary>
    [Fact]
    public async Task With_a_key_of_the_operators_no_customer_tries_what_failed()
    {
        var (owner, customer) = (await Person.RegisterAsync(platform), await Person.RegisterAsync(platform));
        using var client = await BeginAsync((await owner.CreateKeyAsync()).Secret, customer);
        var calls = Upstream.Calls.Count;
        await Eventually.TrueAsync(
            async () =>
            {
                using var refused = await client.ChatAsync(Chat.Body(Model));
                Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
                return Upstream.Calls.Count >= calls + 2;
            },
            "it to be tried twice"
        );
        Upstream.Does(UpstreamAnswer.Hi());
        await Eventually.TrueAsync(async () => await StateAsync(client) == "up", "it to be used again");

        var tries = Upstream.Calls.Skip(calls).ToArray();
        Assert.All(tries, call => Assert.Contains(Asked, call.Body, StringComparison.Ordinal));
        Assert.All(tries, call => Assert.Equal("secret-of-probed-a", call.Credential));
        Assert.All(tries, call => Assert.Contains("\"max_tokens\":16", call.Body, StringComparison.Ordinal));
        using var answered = await client.ChatAsync(Chat.Body(Model));
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);

        // More than half of three were answered, and paid for; what failed is free.
        var records = await owner.UsageAsync(tries.Length);
        Assert.All(records, record => Assert.Equal((Model, "probed-a", Client), (record.Model, record.Upstream, record.Client)));
        Assert.All(records, record => Assert.Equal(record.Outcome == Outcome.Completed, record.Charge > Money.Zero));
        Assert.Equal(2, records.Count(record => record.Outcome == Outcome.Completed));
        await platform.ExpectSettledAsync(owner, customer);
    }

    [Fact]
    public async Task Where_that_key_has_no_credit_left_customers_try_it_and_the_log_says_so()
    {
        var (owner, customer) = (await Person.RegisterAsync(platform, pack: null), await Person.RegisterAsync(platform));
        using var client = await BeginAsync((await owner.CreateKeyAsync()).Secret, customer);
        var calls = Upstream.Calls.Count;
        Upstream.Does(UpstreamAnswer.Hi());
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await client.ChatAsync(Chat.Body(Model));
                return await StateAsync(client) == "up";
            },
            "customers to find it well"
        );
        Assert.All(Upstream.Calls.Skip(calls), call => Assert.DoesNotContain(Asked, call.Body, StringComparison.Ordinal));
        var refused =
            $"Upstream probed-a is not tried by the key of Health:ProbeKey: its request for {Model} was refused here with insufficient_quota";
        await Eventually.TrueAsync(
            () => Task.FromResult(platform.Logs.Of(Gateway).Any(line => line.Contains(refused, StringComparison.Ordinal))),
            "the log to say that the key has no credit"
        );
        await platform.ExpectSettledAsync(owner, customer);
    }

    /// <summary>The gateway with the key, and a client of the customer's that has found the upstream down.</summary>
    private async Task<HttpClient> BeginAsync(string operatorKey, Person customer)
    {
        Upstream.Does(Refuse(500));
        restore = await platform.RestartWithAsync(Gateway, ("Health__ConsecutiveFailures", "3"), ("Health__ProbeKey", operatorKey));
        var client = platform.Gateway((await customer.CreateKeyAsync()).Secret, Gateway);
        client.DefaultRequestHeaders.Add(ServiceHeaders.ServiceToken, platform.ServiceToken);
        await Eventually.TrueAsync(
            async () =>
            {
                using var failed = await client.ChatAsync(Chat.Body(Model));
                return await StateAsync(client) == "down";
            },
            "the circuit to open"
        );
        return client;
    }

    private static async Task<string> StateAsync(HttpClient gateway) =>
        (await gateway.GetFromJsonAsync<UpstreamState[]>(GatewayPaths.Upstreams))!.Single(each => each.Name == "probed-a").State;
}
