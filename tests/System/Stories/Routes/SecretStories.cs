using System.Net;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Http;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Xunit;

namespace Platform.Tests.Stories.Routes;

/// <summary>The operator replaces the secret of an upstream while requests run, and restarts nothing.</summary>
[Collection(PlatformCollection.Name)]
public sealed class SecretStories(PlatformFixture platform) : IAsyncLifetime
{
    private const string Setting = "Upstreams__rotating-a__ApiKey",
        Old = "secret-of-rotating-a",
        New = "replaced-secret-of-rotating-a";

    private static readonly string[] Gateways = ["gateway", GatewaySettings.Second];

    public Task InitializeAsync() => FaultInjector.StartAsync(platform, GatewaySettings.Second);

    public async Task DisposeAsync()
    {
        platform.Secrets.Remove(Setting);
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        await platform.App.ResourceCommands.ExecuteCommandAsync(GatewaySettings.Second, KnownResourceCommands.StopCommand, timeout.Token);
    }

    /// <summary>A stream under way ends as it began; both gateways call with the new secret, and no answer and no log has either.</summary>
    [Fact]
    public async Task A_secret_that_is_replaced_is_in_force_for_new_requests_and_breaks_no_stream()
    {
        var upstream = platform.Routes["rotating-a"];
        var replaced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        upstream.Does(http => StreamUntilAsync(http, replaced.Task), UpstreamAnswer.Hi());
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();

        using var stream = await AskAsync(key, "gateway", stream: true);
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        Assert.Equal([Old], upstream.Calls.Select(call => call.Credential));
        platform.Secrets.Put(Setting, New);
        var asked = 1;
        foreach (var gateway in Gateways)
            await Eventually.TrueAsync(
                async () =>
                {
                    using var answer = await AskAsync(key, gateway, stream: false);
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                    asked++;
                    return upstream.Calls[^1].Credential == New;
                },
                $"the new secret to be in force at {gateway}"
            );

        replaced.SetResult();
        var events = await stream.Content.ReadAsStringAsync();
        Assert.Contains("Hi there", events, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", events, StringComparison.Ordinal);
        await platform.ExpectSettledAsync(person);
        var records = await person.UsageAsync(asked);
        Assert.All(records, record => Assert.Equal((Outcome.Completed, 1), (record.Outcome, record.Attempt)));
        Assert.DoesNotContain(Gateways.SelectMany(platform.Logs.Of), line => line.Contains(Old, StringComparison.Ordinal));
        Assert.DoesNotContain(New, events, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> AskAsync(KeyCreated key, string gateway, bool stream) =>
        platform
            .Gateway(key.Secret, gateway)
            .SendAsync(ClientProtocol.Of("chat").Request("story-rotating", "Hello", stream), HttpCompletionOption.ResponseHeadersRead);

    /// <summary>The content, a comment now and then until the signal, and the end.</summary>
    private static async Task StreamUntilAsync(HttpContext http, Task end)
    {
        var (begun, events) = (UpstreamAnswer.Begun("chat"), UpstreamAnswer.Events("chat"));
        http.Response.ContentType = "text/event-stream";
        await http.Response.WriteAsync(begun, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        while (!end.IsCompleted)
        {
            await http.Response.WriteAsync(": still here\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(500), http.RequestAborted));
        }

        await http.Response.WriteAsync(events[begun.Length..], Encoding.UTF8, http.RequestAborted);
    }
}
