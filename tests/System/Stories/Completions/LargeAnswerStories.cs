using System.Globalization;
using System.Net;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Http;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Xunit;
using Xunit.Abstractions;

namespace Platform.Tests.Stories.Completions;

/// <summary>
/// Large whole answers, more at once than <c>Forwarding:MaxAnswerBytesInAll</c> has room for: each is whole and charged once, and the
/// gateway stays within that bound, or refuses what cannot.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class LargeAnswerStories(PlatformFixture platform, ITestOutputHelper output) : IAsyncLifetime
{
    private const long MiB = 1024 * 1024;
    private const long Text = 60 * MiB;

    /// <summary>
    /// Answers keep within the setting. The process grows also by code that runs for the first time, connections, and what is not
    /// collected yet.
    /// </summary>
    private const long Bound = GatewaySettings.NarrowAnswerBytes + 32 * MiB;

    private static readonly byte[] Before = "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""u8.ToArray(),
        After = "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}"u8.ToArray(),
        Piece = [.. Enumerable.Repeat((byte)'Q', 64 * 1024)];

    public Task InitializeAsync() => FaultInjector.StartAsync(platform, GatewaySettings.Narrow);

    public async Task DisposeAsync()
    {
        platform.Routes["large-a"].Does(ScriptedUpstream.Refuse(404));
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        await platform.App.ResourceCommands.ExecuteCommandAsync(GatewaySettings.Narrow, KnownResourceCommands.StopCommand, timeout.Token);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(4, false)]
    public async Task Many_at_once_are_whole_and_stay_within_the_bound(int answers, bool announced)
    {
        var large = Large(announced);
        var (person, client, upstream) = await BeginAsync();
        upstream.Does(large);
        var process = platform.App.ProcessId(GatewaySettings.Narrow);
        var idle = Processes.Resident(process);
        Processes.ForgetPeak(process);

        await Task.WhenAll(Enumerable.Range(0, answers).Select(_ => ExpectWholeAsync(client)));

        var growth = Processes.Resident(process, peak: true) - idle;
        output.WriteLine($"{answers} answers, announced: {announced}: idle {idle / MiB} MiB, at most {growth / MiB} MiB more");
        Assert.InRange(growth, Text, Bound);
        await Eventually.TrueAsync(
            () => Task.FromResult(Processes.Resident(process) - idle < Text),
            () => $"their memory to be given back; {(Processes.Resident(process) - idle) / MiB} MiB are not"
        );
        await platform.ExpectSettledAsync(person);
        var records = await person.UsageAsync(answers + 1);
        Assert.Equal(answers + 1, records.Select(record => record.RequestId).Distinct().Count());
        Assert.All(records, record => Assert.Equal((Outcome.Completed, 1), (record.Outcome, record.Attempt)));
        // The model's limit of output is all that such an answer is charged.
        Assert.Equal(answers, records.Count(record => record.Usage.Output == 4096));
        client.Dispose();
    }

    /// <summary>The largest that fit there: of the bound an answer that is converted takes fourteen times its size.</summary>
    [Theory]
    [InlineData("messages", false, true)]
    [InlineData("responses", false, false)]
    [InlineData("chat", true, true)]
    [InlineData("messages", true, false)]
    public async Task Those_that_are_converted_stay_within_the_bound(string caller, bool stream, bool announced)
    {
        var (person, client, upstream) = await BeginAsync();
        upstream.Does(Large(announced, 17 * MiB));
        var process = platform.App.ProcessId(GatewaySettings.Narrow);
        var idle = Processes.Resident(process);
        Processes.ForgetPeak(process);

        for (var turn = 0; turn < 2; turn++)
            await Task.WhenAll(
                Enumerable
                    .Range(0, 2)
                    .Select(async _ =>
                    {
                        using var answer = await client.SendAsync(
                            ClientProtocol.Of(caller).Request("story-large", "Hello", stream),
                            HttpCompletionOption.ResponseHeadersRead
                        );
                        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                        Assert.Equal(17 * MiB, (await CountAsync(answer)).Text);
                    })
            );

        var growth = Processes.Resident(process, peak: true) - idle;
        output.WriteLine($"{caller}, stream {stream}: idle {idle / MiB} MiB, at most {growth / MiB} MiB more");
        Assert.InRange(growth, 2 * 17 * MiB, Bound);
        await platform.ExpectSettledAsync(person);
        var records = await person.UsageAsync(5);
        output.WriteLine(string.Join(", ", records.Select(record => $"{record.Outcome} {record.Usage.Output} {record.Charge}")));
        Assert.Equal(5, records.Select(record => record.RequestId).Distinct().Count());
        Assert.All(records, record => Assert.Equal((Outcome.Completed, 1), (record.Outcome, record.Attempt)));
        client.Dispose();
    }

    [Theory]
    [InlineData("messages", false, true, 18, "\"api_error\"", "Ask for a stream (stream: true), or for less")]
    [InlineData("responses", false, false, 18, "\"answer_too_large\"", "Ask for a stream (stream: true), or for less")]
    [InlineData("chat", true, true, 18, "\"answer_too_large\"", "Ask for it whole (stream: false), or for less")]
    [InlineData("chat", false, true, 65, "\"answer_too_large\"", "Ask for a stream (stream: true), or for less")]
    public async Task What_cannot_fit_is_refused_and_free(string caller, bool stream, bool announced, int size, string code, string mend)
    {
        var (person, client, upstream) = await BeginAsync();
        upstream.Does(Large(announced, size * MiB));
        await ExpectTooLargeAsync(
            client,
            "story-large",
            caller,
            stream,
            code,
            size == 65
                ? "it has more than 67108864 bytes (Forwarding:MaxAnswerBytes)"
                : "its conversion takes more than 251658240 bytes (Forwarding:MaxAnswerBytesInAll)",
            mend
        );
        await ExpectFreeAsync(person);
        client.Dispose();
    }

    /// <summary>The last event of Responses repeats the answer.</summary>
    [Fact]
    public async Task What_is_too_large_for_an_event_is_refused_and_free_and_answered_whole()
    {
        var (person, client, _) = await BeginAsync();
        platform
            .Routes["large-b"]
            .Does(
                Large(
                    true,
                    17 * MiB,
                    "{\"id\":\"r\",\"object\":\"response\",\"created_at\":1,\"status\":\"completed\",\"model\":\"theirs\",\"output\":[{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"status\":\"completed\",\"content\":[{\"type\":\"output_text\",\"text\":\"",
                    "\",\"annotations\":[]}]}],\"usage\":{\"input_tokens\":9,\"output_tokens\":2,\"total_tokens\":11}}"
                )
            );
        await ExpectTooLargeAsync(
            client,
            "story-large-response",
            "responses",
            stream: true,
            "\"answer_too_large\"",
            "an event of its stream has more than 16777216 bytes",
            "Ask for it whole (stream: false), or for less"
        );
        await ExpectFreeAsync(person);
        using var whole = await client.SendAsync(
            ClientProtocol.Responses.Request("story-large-response", "Hello", stream: false),
            HttpCompletionOption.ResponseHeadersRead
        );
        Assert.Equal(17 * MiB, (await CountAsync(whole)).Text);
        await platform.ExpectSettledAsync(person);
        client.Dispose();
    }

    /// <summary>
    /// A gateway whose memory is nearly full of answers refuses what comes, before anything is done for it, and answers again when they are
    /// gone.
    /// </summary>
    [Fact]
    public async Task While_memory_is_full_new_requests_are_refused()
    {
        var (person, client, upstream) = await BeginAsync();
        client.Dispose();
        var room = Processes.Resident(platform.App.ProcessId(GatewaySettings.Narrow)) + 90 * MiB;
        var restore = await platform.RestartWithAsync(
            GatewaySettings.Narrow,
            ("DOTNET_GCHeapHardLimit", (2 * room).ToString("x", CultureInfo.InvariantCulture)),
            ("Server__MaxMemoryPercent", "50")
        );
        try
        {
            var other = await Person.RegisterAsync(platform);
            using var first = platform.Gateway((await person.CreateKeyAsync()).Secret, GatewaySettings.Narrow);
            using var second = platform.Gateway((await other.CreateKeyAsync()).Secret, GatewaySettings.Narrow);
            var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            upstream.Does(Large(announced: true, Text, rest: last.Task));
            var large = Enumerable.Range(0, 3).Select(_ => ExpectWholeAsync(first)).ToList();
            await Eventually.TrueAsync(async () => !await IsAnsweredAsync(second), "memory to be full");
            foreach (var caller in (string[])["chat", "responses", "messages"])
            foreach (var stream in (bool[])[false, true])
            {
                using var refused = await second.SendAsync(ClientProtocol.Of(caller).Request("story-large", "Hello", stream));
                var text = await refused.Content.ReadAsStringAsync();
                Assert.True(refused.StatusCode == HttpStatusCode.ServiceUnavailable, text);
                Assert.Equal(TimeSpan.FromSeconds(2), refused.Headers.RetryAfter?.Delta);
                Assert.Contains(
                    caller == "messages" ? "\"type\":\"overloaded_error\"" : "\"code\":\"gateway_busy\"",
                    text,
                    StringComparison.Ordinal
                );
            }

            Assert.Equal(new BalanceView(Money.FromUsd(5), Money.Zero), await other.BalanceAsync());
            last.SetResult();
            await Task.WhenAll(large);
            await Eventually.TrueAsync(() => IsAnsweredAsync(second), "memory to be given back");
            upstream.Does(UpstreamAnswer.Hi());
            using (var answered = await AskAsync(second))
                Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
            await platform.ExpectSettledAsync(person, other);
            Assert.Single(await other.UsageAsync(1));
        }
        finally
        {
            await restore();
        }

        static async Task<bool> IsAnsweredAsync(HttpClient gateway)
        {
            using var answer = await gateway.ChatAsync(Chat.Body("no-such-model"));
            return answer.StatusCode == HttpStatusCode.NotFound;
        }
    }

    /// <summary>What a gateway loads for its first request is not of the answers.</summary>
    private async Task<(Person Person, HttpClient Client, ScriptedUpstream Upstream)> BeginAsync()
    {
        var upstream = platform.Routes["large-a"].Does(UpstreamAnswer.Hi());
        var person = await Person.RegisterAsync(platform);
        var client = platform.Gateway((await person.CreateKeyAsync()).Secret, GatewaySettings.Narrow);
        using var first = await AskAsync(client);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        return (person, client, upstream);
    }

    private async Task ExpectTooLargeAsync(
        HttpClient client,
        string model,
        string caller,
        bool stream,
        string code,
        string what,
        string mend
    )
    {
        var process = platform.App.ProcessId(GatewaySettings.Narrow);
        var idle = Processes.Resident(process);
        Processes.ForgetPeak(process);
        using var answer = await client.SendAsync(ClientProtocol.Of(caller).Request(model, "Hello", stream));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadGateway, text);
        Assert.Equal("false", answer.Headers.GetValues("x-should-retry").Single());
        Assert.Contains(code, text, StringComparison.Ordinal);
        Assert.Contains(
            $"sent an answer that is too large here: {what}. None of it was delivered, and you were not charged. {mend}",
            text,
            StringComparison.Ordinal
        );
        Assert.InRange(Processes.Resident(process, peak: true) - idle, -Text, Bound);
    }

    private async Task ExpectFreeAsync(Person person)
    {
        await platform.ExpectSettledAsync(person);
        var record = Assert.Single(await person.UsageAsync(2), record => record.Outcome != Outcome.Completed);
        Assert.Equal(
            (Outcome.Failed, "answer_too_large", Money.Zero, 0L),
            (record.Outcome, record.ErrorCode, record.Charge, record.Usage.Output)
        );
    }

    /// <summary>How much of the text came, in how many bytes, and the last of them.</summary>
    private static async Task<(long Text, long Length, string End)> CountAsync(HttpResponseMessage answer)
    {
        await using var body = await answer.Content.ReadAsStreamAsync();
        var (buffer, length, text, end) = (new byte[256 * 1024], 0L, 0L, "");
        while (await body.ReadAsync(buffer) is var read and > 0)
        {
            length += read;
            text += buffer.AsSpan(0, read).Count((byte)'Q');
            end = (end + Encoding.UTF8.GetString(buffer, Math.Max(0, read - 200), Math.Min(200, read)))[^Math.Min(200, read)..];
        }

        return (text, length, end);
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client) => client.StreamAsync(Chat.Body("story-large"));

    private static async Task ExpectWholeAsync(HttpClient client)
    {
        using var answer = await AskAsync(client);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (text, length, end) = await CountAsync(answer);
        Assert.Equal(Text, text);
        Assert.Equal(answer.Content.Headers.ContentLength, length);
        Assert.Contains("\"cost\":", end, StringComparison.Ordinal);
        Assert.EndsWith("}", end, StringComparison.Ordinal);
    }

    /// <param name="before">What comes before the text; null for a chat completion.</param>
    /// <param name="rest">What the end waits for.</param>
    private static Func<HttpContext, Task> Large(
        bool announced,
        long text = Text,
        string? before = null,
        string? after = null,
        Task? rest = null
    ) =>
        async http =>
        {
            var (first, last) = (
                before is null ? Before : Encoding.UTF8.GetBytes(before),
                after is null ? After : Encoding.UTF8.GetBytes(after)
            );
            http.Response.ContentType = "application/json";
            if (announced)
                http.Response.ContentLength = first.Length + text + last.Length;
            await http.Response.Body.WriteAsync(first);
            for (long sent = 0; sent < text; sent += Piece.Length)
                await http.Response.Body.WriteAsync(Piece);
            await http.Response.Body.FlushAsync();
            if (rest is not null)
                await rest.WaitAsync(Eventually.Timeout, http.RequestAborted);
            await http.Response.Body.WriteAsync(last);
        };
}
