using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Completions;

/// <summary>Responses over a WebSocket: each <c>response.create</c> is a request as any other.</summary>
[Collection(PlatformCollection.Name)]
public sealed class WebSocketStories(PlatformFixture platform)
{
    private async Task<(Person Person, ResponsesSocket Socket)> OpenAsync(string? script = null, string? pack = "starter")
    {
        var person = await Person.RegisterAsync(platform, pack);
        return (person, await ResponsesSocket.OpenAsync(platform, (await person.CreateKeyAsync()).Secret, script));
    }

    [Theory]
    [InlineData("fake-responses")]
    [InlineData("fake-chat")]
    [InlineData("fake-messages")]
    public async Task A_create_is_answered_by_the_events_of_a_stream_over_http_and_has_its_receipt(string model)
    {
        var (person, socket) = await OpenAsync("tokens=20");
        await using var _ = socket;

        var messages = await socket.AskAsync(ResponsesSocket.Create(model, "Hello"));

        Assert.Equal(await TypesOverHttpAsync(person, model), messages.Select(ResponsesSocket.TypeOf));
        Assert.All(messages, message => Assert.Null(ResponsesSocket.Member(message, "stream_id")));
        Assert.All(messages.Skip(1), message => Assert.Null(ResponsesSocket.Member(message, "headers")));
        Assert.NotNull(ResponsesSocket.Member(messages[0], "headers", "x-ratelimit-remaining-requests"));
        var records = await person.UsageAsync(2);
        var record = records.Single(each => each.RequestId == ResponsesSocket.RequestId(messages));
        Assert.Equal(
            ("/v1/responses", Outcome.Completed, UsageSource.Upstream, 20),
            (record.Endpoint, record.Outcome, record.Source, record.Usage.Output)
        );
        Assert.Contains("\"cost\":", messages[^1], StringComparison.Ordinal);
        await platform.ExpectSettledAsync(person);
    }

    [Theory]
    [InlineData("fake-responses")]
    [InlineData("fake-chat")]
    public async Task A_create_goes_on_from_a_response_of_its_connection_that_nobody_stores_and_not_from_one_of_another(string model)
    {
        var (person, socket) = await OpenAsync("tokens=20");
        string first;
        await using (socket)
        {
            first = IdOf(await socket.AskAsync(ResponsesSocket.Create(model, "Remember the word plum", ",\"store\":false")));
            var second = await socket.AskAsync(
                ResponsesSocket.Create(model, "And now?", $",\"store\":false,\"previous_response_id\":\"{first}\"")
            );
            Assert.Equal("response.completed", ResponsesSocket.TypeOf(second[^1]));
            Assert.Equal(first, ResponsesSocket.Member(second[^1], "response", "previous_response_id"));
            // Its upstream was sent all that was said.
            var records = await person.UsageAsync(2);
            Assert.InRange(records[0].Usage.Input, records[1].Usage.Input + 20, 200);
            // The lane's last response is kept, and no other.
            var gone = await socket.AskAsync(
                ResponsesSocket.Create(model, "And now?", $",\"store\":false,\"previous_response_id\":\"{first}\"")
            );
            Assert.Equal("previous_response_not_found", ResponsesSocket.Member(gone[^1], "error", "code"));
        }

        await using var next = await ResponsesSocket.OpenAsync(platform, (await person.CreateKeyAsync()).Secret);
        var lost = Assert.Single(
            await next.AskAsync(ResponsesSocket.Create(model, "And now?", $",\"stream_id\":\"main\",\"previous_response_id\":\"{first}\""))
        );
        Assert.StartsWith(
            $$"""{"type":"error","status":400,"error":{"message":"There is no response '{{first}}' of this account to go on from.""",
            lost,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\"type\":\"invalid_request_error\",\"param\":\"previous_response_id\",\"code\":\"previous_response_not_found\"},\"stream_id\":\"main\",\"headers\":{",
            lost,
            StringComparison.Ordinal
        );
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>As Codex does before its first question.</summary>
    [Fact]
    public async Task A_create_that_generates_nothing_is_free_and_can_be_gone_on_from()
    {
        var (person, socket) = await OpenAsync("tokens=20");
        await using var _ = socket;
        var warm = await socket.AskAsync(
            ResponsesSocket.Create("fake-chat", "Remember the word plum", ",\"generate\":false,\"store\":false")
        );
        Assert.Equal(["response.created", "response.completed"], warm.Select(ResponsesSocket.TypeOf));
        Assert.Contains("\"output\":[]", warm[^1], StringComparison.Ordinal);

        // Codex sends no input where nothing was said since.
        await socket.SendAsync(
            $$"""{"type":"response.create","model":"fake-chat","store":false,"previous_response_id":"{{IdOf(warm)}}","input":[]}"""
        );
        var answer = await socket.ReadAnswersAsync();

        Assert.Equal("response.completed", ResponsesSocket.TypeOf(answer[^1]));
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(ResponsesSocket.RequestId(answer), record.RequestId);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task Streams_run_beside_each_other_and_the_creates_of_one_after_each_other()
    {
        var (person, socket) = await OpenAsync("tokens=20, chunk-delay=50ms");
        await using var _ = socket;
        foreach (var stream in (string[])["planner", "planner", "research"])
            await socket.SendAsync(ResponsesSocket.Create("fake-responses", "Hello", $",\"stream_id\":\"{stream}\""));

        var messages = await socket.ReadAnswersAsync(3);

        var streams = messages.Select(message => ResponsesSocket.Member(message, "stream_id")).ToList();
        Assert.DoesNotContain(null, streams);
        var planner = messages.Where((_, at) => streams[at] == "planner").Select(ResponsesSocket.TypeOf).ToList();
        Assert.Equal(planner.Count / 2, planner.IndexOf("response.completed") + 1);
        Assert.InRange(streams.IndexOf("research"), 0, planner.Count / 2);
        Assert.Equal(3, (await person.UsageAsync(3)).Select(record => record.RequestId).Distinct().Count());
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task Each_error_is_an_event_after_which_the_connection_goes_on()
    {
        var (person, socket) = await OpenAsync("tokens=20");
        await using var _ = socket;

        await ExpectAsync(socket, "{\"type\":\"response.create\",", 400, "invalid_request_error", null);
        await ExpectAsync(socket, "[]", 400, "invalid_request_error", null);
        await ExpectAsync(socket, """{"type":"session.update"}""", 400, "invalid_request_error", "type");
        await ExpectAsync(socket, ResponsesSocket.Create("fake-chat", "Hi", ",\"stream_id\":\"\""), 400, "invalid_stream_id", "stream_id");
        await ExpectAsync(socket, """{"type":"response.create","model":"fake-chat"}""", 400, "invalid_request_error", "input");
        await ExpectAsync(socket, ResponsesSocket.Create("no-such-model", "Hi"), 404, "model_not_found", "model");
        await ExpectAsync(socket, ResponsesSocket.Create("fake-chat", "Hi", ",\"background\":true"), 400, null, "background");
        await socket.SendAsync("{}"u8.ToArray(), WebSocketMessageType.Binary);
        await ExpectAsync(socket, null, 400, "invalid_request_error", null);
        await socket.SendAsync(
            new byte[33 * 1024 * 1024]
                .Select(_ => (byte)' ')
                .ToArray(),
            WebSocketMessageType.Text
        );
        var tooLarge = await ExpectAsync(socket, null, 413, "request_too_large", null);

        // In two frames, as a client may send any message.
        var create = System.Text.Encoding.UTF8.GetBytes(ResponsesSocket.Create("fake-chat", "Hello"));
        await socket.SendAsync(create.AsMemory(0, 20), WebSocketMessageType.Text, end: false);
        await socket.SendAsync(create.AsMemory(20), WebSocketMessageType.Text);
        Assert.Equal("response.completed", ResponsesSocket.TypeOf((await socket.ReadAnswersAsync())[^1]));
        Assert.Single(await person.UsageAsync(1));
        // Refused requests are told, as over HTTP.
        Assert.Equal("request_too_large", (await person.RefusedAsync(ResponsesSocket.RequestId([tooLarge]))).Code);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task A_key_that_is_switched_off_ends_the_connection_at_the_next_create()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        await using var socket = await ResponsesSocket.OpenAsync(platform, key.Secret, "tokens=20");
        Assert.Equal("response.completed", ResponsesSocket.TypeOf((await socket.AskAsync(ResponsesSocket.Create("fake-chat", "Hi")))[^1]));
        using (await person.SendAsync(HttpMethod.Patch, $"/keys/{key.Key.Id}", new UpdateKeyRequest(Enabled: false)))
            await Eventually.TrueAsync(
                async () => await ResponsesSocket.HandshakeAsync(platform, key.Secret) == HttpStatusCode.Unauthorized,
                "the handshake to be refused"
            );

        var refused = await ExpectAsync(socket, ResponsesSocket.Create("fake-chat", "Hi"), 401, "invalid_api_key", null);

        Assert.Contains("is switched off", refused, StringComparison.Ordinal);
        Assert.Null(await socket.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.Closed);
        Assert.Single(await person.UsageAsync(1));
    }

    [Fact]
    public async Task Credit_is_looked_at_before_each_create()
    {
        var (person, socket) = await OpenAsync("tokens=20", pack: null);
        await using var _ = socket;
        await ExpectAsync(socket, ResponsesSocket.Create("fake-chat", "Hi"), 403, "insufficient_quota", null);
        await person.BuyAsync("starter");
        var answer = await socket.AskAsync(ResponsesSocket.Create("fake-chat", "Hi"));
        Assert.Equal("response.completed", ResponsesSocket.TypeOf(answer[^1]));

        var limited = await person.CreateKeyAsync(new CreateKeyRequest("limited", SpendLimit: new Money(1)));
        await using var other = await ResponsesSocket.OpenAsync(platform, limited.Secret);
        await ExpectAsync(other, ResponsesSocket.Create("fake-chat", "Hi"), 403, "key_limit_exceeded", null);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task A_handshake_is_refused_in_http()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await ResponsesSocket.HandshakeAsync(platform, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await ResponsesSocket.HandshakeAsync(platform, ApiKey.Create().Text));
    }

    /// <summary>By a word, or without one as Codex does.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_goes_in_the_middle_is_charged_once_for_what_was_produced(bool says)
    {
        var (person, socket) = await OpenAsync("tokens=400, chunk-delay=35ms");
        await using var _ = socket;
        await socket.SendAsync(ResponsesSocket.Create("fake-responses", "Hello"));
        var first = await socket.ReadAsync();
        while (ResponsesSocket.TypeOf((await socket.ReadAsync())!) != "response.output_text.delta") { }
        if (says)
            await socket.CloseAsync();
        else
            socket.Abort();

        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(
            (ResponsesSocket.RequestId([first!]), Outcome.Disconnected, UsageSource.Upstream, 400),
            (record.RequestId, record.Outcome, record.Source, record.Usage.Output)
        );
        Assert.Single(await UpstreamTally.OfAsync(platform, record.RequestId));
        Assert.Equal(new BalanceView(Money.FromUsd(5) - record.Charge, Money.Zero), await person.BalanceAsync());
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task An_upstream_that_breaks_off_is_an_error_and_a_failed_response()
    {
        var (person, socket) = await OpenAsync();
        await using var _ = socket;
        await socket.SendAsync(ResponsesSocket.Create("fake-responses-cut", "Hello"));
        var error = (await socket.ReadAnswersAsync())[^1];
        var failed = (await socket.ReadAnswersAsync())[^1];
        Assert.Equal(("error", "upstream_error"), (ResponsesSocket.TypeOf(error), ResponsesSocket.Member(error, "error", "code")));
        Assert.Equal(("response.failed", "failed"), (ResponsesSocket.TypeOf(failed), ResponsesSocket.Member(failed, "response", "status")));
        Assert.Equal(Outcome.Interrupted, Assert.Single(await person.UsageAsync(1)).Outcome);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>An upstream that answers in one piece is no reason for an agent to find nothing.</summary>
    [Fact]
    public async Task A_whole_answer_comes_as_events()
    {
        var (person, socket) = await OpenAsync("tokens=20, whole");
        await using var _ = socket;
        var messages = await socket.AskAsync(ResponsesSocket.Create("fake-responses", "Hello"));
        Assert.Equal(
            [
                "response.created",
                "response.in_progress",
                "response.output_item.added",
                "response.content_part.added",
                "response.output_text.delta",
                "response.output_text.done",
                "response.content_part.done",
                "response.output_item.done",
                "response.completed",
            ],
            messages.Select(ResponsesSocket.TypeOf)
        );
        Assert.Equal(Outcome.Completed, Assert.Single(await person.UsageAsync(1)).Outcome);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>More than the buffers on the way have room for.</summary>
    [Fact]
    public async Task A_slow_reader_gets_all_in_the_end()
    {
        var (person, socket) = await OpenAsync("tokens=20000");
        await using var _ = socket;
        await socket.SendAsync(ResponsesSocket.Create("fake-responses", "Hello"));
        var first = await socket.ReadAsync();
        List<string> messages = [first!, .. await socket.ReadAnswersAsync()];
        Assert.Equal(
            Enumerable.Range(0, messages.Count).Select(number => number.ToString(CultureInfo.InvariantCulture)),
            messages.Select(message => ResponsesSocket.Member(message, "sequence_number"))
        );
        Assert.Equal(20000, Assert.Single(await person.UsageAsync(1)).Usage.Output);
        await platform.ExpectSettledAsync(person);
    }

    /// <param name="create">What is sent; null when it was already.</param>
    private static async Task<string> ExpectAsync(ResponsesSocket socket, string? create, int status, string? code, string? param)
    {
        if (create is not null)
            await socket.SendAsync(create);
        var message = Assert.Single(await socket.ReadAnswersAsync());
        Assert.Equal(
            ("error", status.ToString(CultureInfo.InvariantCulture)),
            (ResponsesSocket.TypeOf(message), ResponsesSocket.Member(message, "status"))
        );
        if (code is not null)
            Assert.Equal(code, ResponsesSocket.Member(message, "error", "code"));
        Assert.Equal(param ?? "", ResponsesSocket.Member(message, "error", "param"));
        Assert.StartsWith("req_", ResponsesSocket.RequestId([message]), StringComparison.Ordinal);
        Assert.Equal("false", ResponsesSocket.Member(message, "headers", "x-should-retry"));
        return message;
    }

    private static async Task<IEnumerable<string?>> TypesOverHttpAsync(Person person, string model)
    {
        using var response = await (await person.ClientAsync()).SendAsync(
            ClientProtocol.Responses.Request(model, "Hello", stream: true, "tokens=20")
        );
        return (await response.Content.ReadAsStringAsync())
            .Split('\n')
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => ResponsesSocket.TypeOf(line["data: ".Length..]));
    }

    private static string IdOf(IReadOnlyList<string> messages) => ResponsesSocket.Member(messages[^1], "response", "id")!;
}
