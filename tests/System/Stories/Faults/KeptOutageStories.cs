using System.Net;
using System.Text.Json;
using Xunit;

namespace Platform.Tests.Stories.Faults;

/// <summary>The Redis of kept answers and conversations is away; the till is not.</summary>
[Collection(FaultCollection.Name)]
public sealed class KeptOutageStories(FaultPlatform platform)
{
    [Fact]
    public async Task Without_it_requests_are_answered_and_charged_once_and_only_what_it_kept_is_missing()
    {
        var person = await Person.RegisterAsync(platform);
        using var client = await person.ClientAsync();
        var first = await AskAsync(client, "one", "before");
        var id = JsonDocument.Parse(first.Text).RootElement.GetProperty("id").GetString();
        var going = $",\"previous_response_id\":\"{id}\"";
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, "two", "before", more: going)).Status);

        FaultInjector.Kill(platform, "kept");
        try
        {
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, "three", "meanwhile")).Status);
            // It is charged, and its answer was not kept.
            Expect((await AskAsync(client, "three", "meanwhile")), HttpStatusCode.Conflict, "idempotency_answer_lost");
            // Their answers are there, or not: nobody can say before that Redis is back.
            Expect((await AskAsync(client, "one", "before")), HttpStatusCode.ServiceUnavailable, "service_unavailable");
            Expect((await AskAsync(client, null, "and now", more: going)), HttpStatusCode.ServiceUnavailable, "service_unavailable");
        }
        finally
        {
            await FaultInjector.StartAsync(platform, "kept");
        }

        await Eventually.TrueAsync(
            async () => (await AskAsync(client, "one", "before")).Status == HttpStatusCode.Conflict,
            "the empty Redis to be reached"
        );
        Expect((await AskAsync(client, null, "and now", more: going)), HttpStatusCode.BadRequest, "previous_response_not_found");
        var again = await AskAsync(client, "four", "afterwards");
        Assert.Equal(again, await AskAsync(client, "four", "afterwards"));
        Assert.Equal(4, (await person.UsageAsync(4)).Count);
        await platform.ExpectSettledAsync(person);
    }

    private static void Expect((HttpStatusCode Status, string Text) answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.Status);
        Assert.Contains($"\"code\":\"{code}\"", answer.Text, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpClient client, string? key, string text, string more = "")
    {
        using var request = ClientProtocol.Responses.Request("fake-chat", text, stream: false, more: more);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
