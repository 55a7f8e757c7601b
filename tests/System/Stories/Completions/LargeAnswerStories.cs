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
/// Whole answers of 60 MiB, more at once than <c>Forwarding:MaxAnswerBytesInAll</c> has room for: each is whole and charged once, and the
/// gateway stays within that bound.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class LargeAnswerStories(PlatformFixture platform, ITestOutputHelper output) : IAsyncLifetime
{
    private const long MiB = 1024 * 1024;
    private const long Text = 60 * MiB;

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
        var upstream = platform.Routes["large-a"].Does(UpstreamAnswer.Hi());
        var person = await Person.RegisterAsync(platform);
        using var client = platform.Gateway((await person.CreateKeyAsync()).Secret, GatewaySettings.Narrow);
        // What a gateway loads for its first request is not of the answers.
        using (var first = await AskAsync(client))
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        upstream.Does(large);
        var process = platform.App.ProcessId(GatewaySettings.Narrow);
        var idle = Processes.Resident(process);
        Processes.ForgetPeak(process);

        await Task.WhenAll(Enumerable.Range(0, answers).Select(_ => ExpectWholeAsync(client)));

        var growth = Processes.Resident(process, peak: true) - idle;
        output.WriteLine($"{answers} answers, announced: {announced}: idle {idle / MiB} MiB, at most {growth / MiB} MiB more");
        Assert.InRange(growth, Text, GatewaySettings.NarrowAnswerBytes);
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
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client) => client.StreamAsync(Chat.Body("story-large"));

    private static async Task ExpectWholeAsync(HttpClient client)
    {
        using var answer = await AskAsync(client);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var (buffer, length, text, end) = (new byte[256 * 1024], 0L, 0L, "");
        while (await body.ReadAsync(buffer) is var read and > 0)
        {
            length += read;
            text += buffer.AsSpan(0, read).Count((byte)'Q');
            end = (end + Encoding.UTF8.GetString(buffer, Math.Max(0, read - 200), Math.Min(200, read)))[^Math.Min(200, read)..];
        }

        Assert.Equal(Text, text);
        Assert.Equal(answer.Content.Headers.ContentLength, length);
        Assert.Contains("\"cost\":", end, StringComparison.Ordinal);
        Assert.EndsWith("}", end, StringComparison.Ordinal);
    }

    private static Func<HttpContext, Task> Large(bool announced) =>
        async http =>
        {
            http.Response.ContentType = "application/json";
            if (announced)
                http.Response.ContentLength = Before.Length + Text + After.Length;
            await http.Response.Body.WriteAsync(Before);
            for (long sent = 0; sent < Text; sent += Piece.Length)
                await http.Response.Body.WriteAsync(Piece);
            await http.Response.Body.WriteAsync(After);
        };
}
