using System.Net;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Platform.Tests.KillPoints;
using Platform.Till;
using Xunit;
using static Platform.Tests.Fakes.ScriptedUpstream;

namespace Platform.Tests.Stories.Faults;

/// <summary>
/// SIGKILL of the gateway while a request turns to a fallback, whose limits are its own: neither model keeps its place, nothing is held once
/// the hold has expired, and nothing is charged.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class FallbackKillStories(FaultPlatform platform)
{
    private const string Fallback = "story-few-at-once";

    /// <summary>The requests that the fallback answers at once.</summary>
    private const int Room = 3;

    /// <summary>The fallback has sent a part of its answer.</summary>
    private const string Streaming = "streaming";

    [Fact]
    public async Task Killed_on_its_way_to_a_fallback_it_leaves_no_hold_and_no_place()
    {
        platform.Routes["limited-a"].Does(Refuse(500));
        platform.Routes["limited-b"].Does(Trickle([UpstreamAnswer.Begun("chat")], TimeSpan.Zero));
        var died = new List<(string Point, Person Person, KeyCreated Key)>();
        foreach (var point in (string[])[KillPoint.Refused, KillPoint.Moved, Streaming])
        {
            var person = await Person.RegisterAsync(platform);
            var key = await person.CreateKeyAsync();
            await DieAsync(point, key);
            died.Add((point, person, key));
            await FaultInjector.StartAsync(platform, "gateway");
        }

        foreach (var (point, person, key) in died)
        {
            var record = Assert.Single(await person.UsageAsync(1));
            Assert.Equal((point, Outcome.Abandoned, Money.Zero), (point, record.Outcome, record.Charge));
            Assert.True(record.Hold > Money.Zero);
            await platform.ExpectSettledAsync(person);
            Assert.Equal(new BalanceView(Money.FromUsd(5), Money.Zero), await person.BalanceAsync());
            Assert.DoesNotContain(await TillFieldsAsync(person), field => field.StartsWith("running:", StringComparison.Ordinal));
            await ExpectRoomAsync(key);
            await platform.ExpectSettledAsync(person);
            Assert.Equal(Room, (await person.UsageAsync(Room + 1)).Count(known => known.Outcome == Outcome.Completed));
        }
    }

    private async Task DieAsync(string point, KeyCreated key)
    {
        var before = FaultInjector.Pid(platform, "gateway");
        using var client = platform.Gateway(key.Secret);
        using var request = Chat.Request(
            Chat.Body("story-limited", "Hello", stream: true, more: $",\"models\":[\"story-limited\",\"{Fallback}\"]")
        );
        if (point != Streaming)
        {
            request.Headers.Add(KillPoint.Header, point);
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.SendAsync(request));
        }
        else
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(Fallback, response.Headers.GetValues("x-fallback-model").Single());
            await using var stream = await response.Content.ReadAsStreamAsync();
            await stream.ReadExactlyAsync(new byte[100]);
            FaultInjector.Kill(platform, "gateway");
        }

        await Eventually.TrueAsync(() => Task.FromResult(IsGone(before)), "the gateway to be gone");
    }

    private static bool IsGone(int process) =>
        !File.Exists($"/proc/{process}/stat") || File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);

    /// <summary>As many as there is room for are with the fallback at once.</summary>
    private async Task ExpectRoomAsync(KeyCreated key)
    {
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        platform
            .Routes["limited-b"]
            .Does(async http =>
            {
                if (Interlocked.Increment(ref arrived) == Room)
                    all.SetResult();
                await all.Task.WaitAsync(Eventually.Timeout, http.RequestAborted);
                await UpstreamAnswer.Hi()(http);
            });
        using var client = platform.Gateway(key.Secret);
        var answers = await Task.WhenAll(Enumerable.Range(0, Room).Select(_ => client.ChatAsync(Chat.Body(Fallback))));
        foreach (var answer in answers)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            answer.Dispose();
        }
    }

    private async Task<IReadOnlyList<string>> TillFieldsAsync(Person person)
    {
        await using var redis = await platform.OpenTillAsync();
        return [.. (await redis.GetDatabase().HashKeysAsync(TillKeys.Account(person.Id))).Select(field => field.ToString())];
    }
}
