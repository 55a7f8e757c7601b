using System.Net.Http.Json;
using System.Text;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Faults;

/// <summary>Clients that hang up: before the first byte, in the middle of a stream, and when they have seen its last chunk.</summary>
public sealed class DisconnectingClients(PlatformFixture platform, Person person, HttpClient client)
{
    private const int Each = 12;

    private readonly string scenario = $"leavers-{Guid.CreateVersion7():N}";

    public static async Task<DisconnectingClients> PrepareAsync(PlatformFixture platform)
    {
        var person = await Person.RegisterAsync(platform);
        return new DisconnectingClients(platform, person, await person.ClientAsync());
    }

    /// <summary>Every call has one record, charged no more than what was produced, and nothing stays held.</summary>
    public async Task RunAsync()
    {
        await Task.WhenAll(
            Enumerable.Range(0, Each).SelectMany(_ => (Task[])[BeforeTheFirstByteAsync(), AfterAsync("xx"), AfterAsync("[DONE]")])
        );
        await Eventually.TrueAsync(async () => (await person.BalanceAsync()).Held == Money.Zero, "every hold of theirs to end");

        var records = await person.UsageAsync(3 * Each);
        Assert.Equal(3 * Each, records.Select(record => record.RequestId).Distinct().Count());
        Assert.Equal(3 * Each, records.Count);
        var produced = (await platform.Upstream.GetFromJsonAsync<Served[]>($"/tally/requests?scenario={scenario}"))!.ToDictionary(call =>
            call.RequestId!
        );
        Assert.All(
            records,
            record =>
                Assert.InRange(
                    record.Charge.NanoUsd,
                    0,
                    produced.GetValueOrDefault(record.RequestId) is { } call ? call.PromptTokens * 1_000 + call.CompletionTokens * 2_000 : 0
                )
        );
        Assert.True(records.Count(record => record.Charge > Money.Zero) >= 2 * Each, "Whoever saw a token pays for it");
        var charged = records.Aggregate(Money.Zero, (sum, record) => sum + record.Charge);
        Assert.Equal(new BalanceView(Money.FromUsd(5) - charged, Money.Zero), await person.BalanceAsync());
    }

    private async Task BeforeTheFirstByteAsync()
    {
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            client.SendAsync(Chat.Request(Chat.Body("fake-echo"), "first-byte=3000ms", scenario), gone.Token)
        );
    }

    /// <summary>Leaves when it has seen this.</summary>
    private async Task AfterAsync(string seen)
    {
        using var request = Chat.Request(Chat.Body("fake-echo", new string('x', 200), stream: true), "chunk-delay=20ms", scenario);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var (text, buffer) = (new StringBuilder(), new byte[4_096]);
        while (!text.ToString().Contains(seen, StringComparison.Ordinal))
            text.Append(
                Encoding.UTF8.GetString(
                    buffer,
                    0,
                    await stream.ReadAsync(buffer) is > 0 and var read ? read : throw new EndOfStreamException()
                )
            );
    }
}
