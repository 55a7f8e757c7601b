using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Operations;

/// <summary>What one caller can make the gateway do for nothing is bounded.</summary>
[Collection(PlatformCollection.Name)]
public sealed class LoadStories(PlatformFixture platform)
{
    private const int PerMinute = 1_000;
    private const string Count = "/v1/messages/count_tokens";

    /// <summary>The rate goes on meanwhile, so that a few more than its burst are let through.</summary>
    [Theory]
    [InlineData(Chat.Path, """{"model":"fake-echo","messages":[{"role":"user","content":"Hi"}]}""", HttpStatusCode.Forbidden)]
    [InlineData("/v1/responses", """{"model":"fake-responses","input":"Hi","stream":true}""", HttpStatusCode.Forbidden)]
    [InlineData("/v1/embeddings", """{"model":"no-such-model","input":"Hi"}""", HttpStatusCode.NotFound)]
    [InlineData("/v1/messages", """{"model":"fake-messages"}""", HttpStatusCode.BadRequest)]
    public async Task Refusals_count_against_the_rate_of_their_key(string path, string body, HttpStatusCode refusal)
    {
        using var client = await (await Person.RegisterAsync(platform, pack: null)).ClientAsync();
        var answers = await FloodAsync(client, path, body, PerMinute + 500);
        Assert.All(
            answers,
            answer => Assert.True(answer.Status == refusal || answer.Status == HttpStatusCode.TooManyRequests, answer.Body)
        );
        Assert.InRange(answers.Count(answer => answer.Status == refusal), PerMinute, PerMinute + 450);
        var limited = answers.First(answer => answer.Status == HttpStatusCode.TooManyRequests);
        Assert.Contains("rate_limit", limited.Body, StringComparison.Ordinal);
        Assert.Equal((1, "1000", "0"), (limited.RetryAfter, limited.Limit, limited.Remaining));
    }

    /// <summary>Each would be a question to Usage's database.</summary>
    [Fact]
    public async Task Receipts_that_are_not_there_count_against_the_rate_too()
    {
        using var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        var statuses = new ConcurrentBag<HttpStatusCode>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, PerMinute + 500),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, cancellationToken) =>
            {
                using var answer = await client.GetAsync($"/v1/receipts/req_{i}", cancellationToken);
                statuses.Add(answer.StatusCode);
            }
        );
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests], statuses.Distinct().Order());
    }

    [Fact]
    public async Task Unknown_keys_count_against_the_network_address_and_known_ones_go_on()
    {
        using var client = From("127.0.0.77");
        using var good = From("127.0.0.77");
        var person = await Person.RegisterAsync(platform);
        good.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await person.CreateKeyAsync()).Secret);
        Assert.Equal(HttpStatusCode.OK, (await good.ChatAsync(Chat.Body("fake-echo"))).StatusCode);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 400; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiKey.Create().Text);
            using var answer = await client.SendAsync(request);
            statuses.Add(answer.StatusCode);
        }

        Assert.All(statuses.Take(300), status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.OK, (await good.ChatAsync(Chat.Body("fake-echo"))).StatusCode);
        using var elsewhere = From("127.0.0.78");
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.GetAsync("/v1/models")).StatusCode);
    }

    [Theory]
    [InlineData("fake-chat")]
    [InlineData("fake-messages")]
    public async Task A_count_of_tokens_is_answered_again_under_its_idempotency_key(string model)
    {
        using var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "the same");
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await PostAsync(client, Count, CountBody(model))).Status);
    }

    [Fact]
    public async Task Beyond_its_limit_a_count_of_tokens_is_estimated_and_not_refused()
    {
        var person = await Person.RegisterAsync(platform);
        using var client = await person.ClientAsync();
        var answers = await FloodAsync(client, Count, CountBody("fake-messages"), 300);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.InRange(answers.Count(answer => answer.Limit == "200"), 200, 299);
        Assert.All(answers.Where(answer => answer.Limit is null), answer => Assert.Equal("""{"input_tokens":10}""", answer.Body));
        Assert.Equal(HttpStatusCode.OK, (await client.ChatAsync(Chat.Body("fake-echo"))).StatusCode);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task Without_credit_a_count_of_tokens_is_estimated()
    {
        using var client = await (await Person.RegisterAsync(platform, pack: null)).ClientAsync();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "the same");
        for (var i = 0; i < 2; i++)
            Assert.Equal((HttpStatusCode.OK, """{"input_tokens":10}"""), Short(await PostAsync(client, Count, CountBody("fake-messages"))));
    }

    /// <summary>16 connections announce 32 MiB each; none of them is waited for.</summary>
    [Fact]
    public async Task Without_credit_a_large_body_is_refused_before_it_comes()
    {
        var key = (await (await Person.RegisterAsync(platform, pack: null)).CreateKeyAsync()).Secret;
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => AnnounceAsync(key, "Content-Length: 33554432", "{\"model\":\"gp"))
        );
        Assert.All(
            answers,
            answer =>
            {
                Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
                Assert.Contains("\"code\":\"insufficient_quota\"", answer, StringComparison.Ordinal);
            }
        );
        // Not announced, it is refused once it has become large.
        var piece = new string(' ', 262_145);
        Assert.StartsWith(
            "HTTP/1.1 403 ",
            await AnnounceAsync(key, "Transfer-Encoding: chunked", $"40001\r\n{piece}\r\n"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_large_body_of_who_can_pay_is_answered()
    {
        var person = await Person.RegisterAsync(platform);
        using var client = await person.ClientAsync();
        using var response = await client.ChatAsync(Chat.Body("fake-echo", new string('x', 300_000)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>Sends the head of a request and the beginning of its body, and returns the answer that comes nevertheless.</summary>
    private async Task<string> AnnounceAsync(string key, string length, string beginning)
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        using var connection = new TcpClient();
        await connection.ConnectAsync(platform.GatewayAddress.Host, platform.GatewayAddress.Port, timeout.Token);
        var stream = connection.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {Chat.Path} HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {key}\r\n{length}\r\n\r\n{beginning}"
            ),
            timeout.Token
        );
        var answer = new byte[4096];
        var read = await stream.ReadAtLeastAsync(answer, 1, throwOnEndOfStream: false, timeout.Token);
        return Encoding.UTF8.GetString(answer, 0, read);
    }

    /// <summary>39 bytes of messages, at four bytes a token.</summary>
    private static string CountBody(string model) => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"How many?"}]}""";

    private static (HttpStatusCode, string) Short(Answer answer) => (answer.Status, answer.Body);

    private static async Task<IReadOnlyList<Answer>> FloodAsync(HttpClient client, string path, string body, int requests)
    {
        var answers = new Answer[requests];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, requests),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, _) => answers[i] = await PostAsync(client, path, body)
        );
        return answers;
    }

    private static async Task<Answer> PostAsync(HttpClient client, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(path, content);
        return new Answer(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            (int?)response.Headers.RetryAfter?.Delta?.TotalSeconds,
            Header("x-ratelimit-limit-requests"),
            Header("x-ratelimit-remaining-requests")
        );

        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
    }

    /// <summary>A client of the gateway with a network address of its own.</summary>
    private HttpClient From(string address) =>
        new(
            new SocketsHttpHandler
            {
                ConnectCallback = async (context, cancellationToken) =>
                {
                    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = platform.GatewayAddress,
        };

    private sealed record Answer(HttpStatusCode Status, string Body, int? RetryAfter, string? Limit, string? Remaining);
}
