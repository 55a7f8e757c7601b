using System.Text;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Health;
using Platform.Gateway.Protocols;
using Platform.Gateway.Upstreams;
using Platform.Tests.Fakes;
using Platform.Till;
using Xunit;
using static Platform.Tests.Fakes.ScriptedUpstream;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>
/// Requests with two routes, over real connections: the first fails in each way, in each protocol, whole and as a stream, natively and
/// translated; the second answers. Its answer alone is charged, and both attempts are recorded.
/// </summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private ScriptedUpstream first = null!,
        second = null!;

    public async Task InitializeAsync() => (first, second) = (await StartAsync(), await StartAsync());

    public async Task DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    private static readonly string[] Callers = ["chat", "responses", "messages", "completions"];

    public static TheoryData<string, string, bool, string> Failures
    {
        get
        {
            var data = new TheoryData<string, string, bool, string>();
            foreach (var caller in Callers)
            foreach (var upstream in caller == "completions" ? ["completions"] : (string[])["chat", "messages", "responses"])
            foreach (var stream in (bool[])[false, true])
            foreach (
                var failure in (string[])
                    ["dead", "drop", "401", "402", "403", "404", "408", "429", "500", "502", "503", "529", "nonsense", "bytes", "cut"]
            )
                data.Add(caller, upstream, stream, failure);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task The_next_route_answers(string caller, string upstream, bool stream, string failure)
    {
        first.Does(Failing(failure, stream));
        second.Does(UpstreamAnswer.Hi());
        var (outcome, answer, setup) = await AskAsync(caller, upstream, stream, isDead: failure == "dead");
        Assert.Null(outcome.Error);
        Assert.Contains("Hi there", answer, StringComparison.Ordinal);
        Assert.Equal([Outcome.Failed, Outcome.Completed], outcome.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(
            [("a", "main", 0L), ("b", "main", 9 + 2 * 2L)],
            outcome.Attempts.Select(attempt => (attempt.Upstream, attempt.Credential!, attempt.Charge.NanoUsd))
        );
        var verdict = failure switch
        {
            "401" or "402" or "403" => CallVerdict.CredentialRefused,
            "404" => CallVerdict.Answered,
            "429" => CallVerdict.Limited,
            _ => CallVerdict.Failed,
        };
        Assert.Equal([$"a/main {verdict}", "b/main Answered"], setup.Health.Reports);
        Assert.Equal((failure == "dead" ? 0 : 1, 1), (first.Calls.Count, second.Calls.Count));
    }

    public static TheoryData<string, string, string> Preambles
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var caller in Callers)
            foreach (var upstream in caller == "completions" ? ["completions"] : (string[])["chat", "messages", "responses"])
            foreach (var failure in (string[])["cut", "end", "error", "nonsense", "silent", "pings"])
                data.Add(caller, upstream, failure);
            return data;
        }
    }

    /// <summary>Vendors begin a stream before they have an answer, and may then have none: the client has seen nothing of it.</summary>
    [Theory]
    [MemberData(nameof(Preambles))]
    public async Task A_stream_that_begins_and_has_no_content_is_left(string caller, string upstream, string failure)
    {
        var begun = UpstreamAnswer.Preamble(upstream);
        first.Does(
            failure switch
            {
                "cut" => Stream(begun, isCut: true),
                "end" => Stream(begun),
                "error" => Stream(begun + UpstreamAnswer.ErrorEvent(upstream)),
                "nonsense" => Stream(begun + "data: {nonsense\n\n"),
                "silent" => Trickle([begun], TimeSpan.Zero),
                _ => Trickle([begun, .. Enumerable.Repeat(": ping\n\n", 1_000)], TimeSpan.FromMilliseconds(20)),
            }
        );
        second.Does(UpstreamAnswer.Hi());
        var isSlow = failure is "silent" or "pings";
        var (outcome, answer, setup) = await AskAsync(
            caller,
            upstream,
            stream: true,
            settings: isSlow
                ? new ForwardingOptions { FirstTokenTimeout = TimeSpan.FromMilliseconds(400), KeepAlive = TimeSpan.FromMilliseconds(100) }
                : null
        );
        Assert.Null(outcome.Error);
        Assert.Equal([Outcome.Failed, Outcome.Completed], outcome.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal([0, 9 + 2 * 2L], outcome.Attempts.Select(attempt => attempt.Charge.NanoUsd));
        Assert.Equal(isSlow ? "upstream_timeout" : null, isSlow ? outcome.Attempts[0].ErrorCode : null);
        Assert.Equal("b/main Answered", setup.Health.Reports[^1]);
        Assert.Contains("Hi there", answer, StringComparison.Ordinal);
        Assert.Equal(isSlow, answer.StartsWith(": keep-alive\n", StringComparison.Ordinal));
        var start = caller switch
        {
            "messages" => "\"type\":\"message_start\"",
            "responses" => "\"type\":\"response.created\"",
            "chat" => "\"role\":\"assistant\"",
            _ => "\"text\":\"\"",
        };
        Assert.Equal(1, Count(answer, start));
    }

    /// <summary>Without another route it gets a status, by which it comes again, and not a stream.</summary>
    [Fact]
    public async Task A_stream_that_begins_and_has_no_content_is_an_error_by_its_status_where_no_other_route_is()
    {
        var broken = Stream(UpstreamAnswer.Preamble("messages") + UpstreamAnswer.ErrorEvent("messages"));
        first.Does(broken);
        second.Does(broken);
        var (outcome, answer, _) = await AskAsync("messages", "messages", stream: true);
        Assert.Equal(("overloaded_error", ""), (outcome.Error!.Code, answer));
        Assert.All(outcome.Attempts, attempt => Assert.Equal((Outcome.Failed, 0), (attempt.Outcome, attempt.Charge.NanoUsd)));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var caller in Callers)
            foreach (var upstream in caller == "completions" ? ["completions"] : (string[])["chat", "messages", "responses"])
                data.Add(caller, upstream);
            return data;
        }
    }

    /// <summary>A server may not stream although it is asked to. Its client has a stream all the same, with its own protocol's events.</summary>
    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_whole_answer_to_a_stream_request_becomes_a_stream(string caller, string upstream)
    {
        first.Does(Say(UpstreamAnswer.Whole(upstream)));
        second.Does(UpstreamAnswer.Hi());
        var (outcome, answer, setup) = await AskAsync(caller, upstream, stream: true);
        Assert.Null(outcome.Error);
        var (begin, text, last, end) = caller switch
        {
            "messages" => (
                "event: message_start\ndata: {",
                "\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi there\"}",
                "\"output_tokens\":2",
                "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
            ),
            "responses" => (
                "event: response.created\ndata: {",
                "\"delta\":\"Hi there\"",
                "event: response.completed\ndata: {",
                "\"total_tokens\":11,\"cost\":0.000000013}}}\n\n"
            ),
            "chat" => ("data: {", "\"content\":\"Hi there\"", "\"finish_reason\":\"stop\"", "data: [DONE]\n\n"),
            _ => ("data: {", "\"text\":\"Hi there\"", "\"finish_reason\":\"stop\"", "data: [DONE]\n\n"),
        };
        Assert.StartsWith(begin, answer, StringComparison.Ordinal);
        Assert.Equal((1, 1), (Count(answer, text), Count(answer, last)));
        Assert.EndsWith(end, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("prompt_tokens", answer, StringComparison.Ordinal);
        var attempt = Assert.Single(outcome.Attempts);
        Assert.Equal((Outcome.Completed, 9 + 2 * 2L), (attempt.Outcome, attempt.Charge.NanoUsd));
        Assert.Equal(["a/main Answered"], setup.Health.Reports);
        Assert.Empty(second.Calls);
    }

    /// <summary>What is no answer fails as ever, before the client has seen anything.</summary>
    [Theory]
    [InlineData("chat", "chat", """{"choices":[1]}""")]
    [InlineData("chat", "chat", """{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"}}]""")]
    [InlineData("messages", "messages", """{"type":"message","content":[{"text":"no type"}]}""")]
    [InlineData("responses", "responses", """{"object":"response","status":"completed","output":[{"type":"message","content":"text"}]}""")]
    [InlineData("responses", "chat", """{"error":{"message":"Overloaded","type":"server_error","param":null,"code":null}}""")]
    [InlineData("chat", "messages", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""")]
    public async Task A_whole_answer_that_is_none_is_left_for_the_next_route(string caller, string upstream, string body)
    {
        first.Does(Say(body));
        second.Does(UpstreamAnswer.Hi());
        var (outcome, answer, setup) = await AskAsync(caller, upstream, stream: true);
        Assert.Null(outcome.Error);
        Assert.Contains("Hi there", answer, StringComparison.Ordinal);
        Assert.Equal(
            [(Outcome.Failed, 0L), (Outcome.Completed, 9 + 2 * 2L)],
            outcome.Attempts.Select(attempt => (attempt.Outcome, attempt.Charge.NanoUsd))
        );
        Assert.Equal("b/main Answered", setup.Health.Reports[^1]);
    }

    /// <summary>It says nothing of the upstream's health: a customer who asks for much must not take it from the others.</summary>
    [Theory]
    [InlineData("chat", "chat", false)]
    [InlineData("chat", "chat", true)]
    [InlineData("messages", "chat", false)]
    [InlineData("chat", "responses", true)]
    public async Task An_answer_that_is_too_large_is_left_for_the_next_route(string caller, string upstream, bool stream)
    {
        var large = Say(UpstreamAnswer.Whole(upstream).Replace("Hi there", new string('x', 2_000), StringComparison.Ordinal));
        first.Does(large);
        second.Does(UpstreamAnswer.Hi());
        var settings = new ForwardingOptions { MaxAnswerBytes = 1024 };
        var (outcome, answer, setup) = await AskAsync(caller, upstream, stream, settings: settings);
        Assert.Null(outcome.Error);
        Assert.Contains("Hi there", answer, StringComparison.Ordinal);
        Assert.Equal(
            [("answer_too_large", 0L), (null, 9 + 2 * 2L)],
            outcome.Attempts.Select(attempt => (attempt.ErrorCode, attempt.Charge.NanoUsd))
        );
        Assert.Equal(["a/main Answered", "b/main Answered"], setup.Health.Reports);

        second.Does(large);
        (outcome, _, _) = await AskAsync(caller, upstream, stream, settings: settings);
        Assert.Equal((502, "answer_too_large"), (outcome.Error!.Status, outcome.Error.Code));
        Assert.Contains("(Forwarding:MaxAnswerBytes)", outcome.Error.Message, StringComparison.Ordinal);
        Assert.All(outcome.Attempts, attempt => Assert.Equal(0, attempt.Charge.NanoUsd));
    }

    /// <summary>The client is kept while a whole answer is read.</summary>
    [Fact]
    public async Task A_client_of_a_stream_gets_comments_while_a_whole_answer_comes()
    {
        var whole = UpstreamAnswer.Whole("chat");
        first.Does(async http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = whole.Length;
            await http.Response.WriteAsync(whole[..40]);
            await http.Response.Body.FlushAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            await http.Response.WriteAsync(whole[40..]);
        });
        var (outcome, answer, _) = await AskAsync(
            "chat",
            "chat",
            stream: true,
            settings: new ForwardingOptions { KeepAlive = TimeSpan.FromMilliseconds(100) }
        );
        Assert.Null(outcome.Error);
        Assert.StartsWith(": keep-alive\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", answer, StringComparison.Ordinal);
        Assert.Single(outcome.Attempts);
    }

    /// <summary>From the first content on, the answer is what it is.</summary>
    [Theory]
    [InlineData("chat", "chat")]
    [InlineData("messages", "messages")]
    [InlineData("responses", "responses")]
    [InlineData("completions", "completions")]
    [InlineData("responses", "chat")]
    [InlineData("messages", "chat")]
    [InlineData("chat", "messages")]
    public async Task A_stream_that_breaks_behind_its_first_content_is_charged_and_no_other_is_asked(string caller, string upstream)
    {
        first.Does(UpstreamAnswer.Hi(isCut: true));
        second.Does(UpstreamAnswer.Hi());
        var (outcome, answer, setup) = await AskAsync(caller, upstream, stream: true);
        Assert.Contains("Hi there", answer, StringComparison.Ordinal);
        Assert.Equal("upstream_error", outcome.Error!.Code);
        var attempt = Assert.Single(outcome.Attempts);
        Assert.Equal(Outcome.Interrupted, attempt.Outcome);
        Assert.True(attempt.Charge > Money.Zero);
        Assert.Equal(["a/main Failed"], setup.Health.Reports);
        Assert.Empty(second.Calls);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"No such field.","type":"invalid_request_error"}}""")]
    [InlineData(413, "{}")]
    [InlineData(403, """{"error":{"message":"Your input was flagged by moderation."}}""")]
    public async Task What_is_wrong_with_the_request_itself_is_told_and_no_other_is_asked(int status, string body)
    {
        first.Does(Refuse(status, body));
        var (outcome, _, setup) = await AskAsync("chat", "chat", stream: false);
        Assert.Equal(status == 413 ? 413 : 400, outcome.Error!.Status);
        Assert.Equal(["a/main Answered"], setup.Health.Reports);
        Assert.Empty(second.Calls);
    }

    /// <summary>A caller's own words, quoted by the upstream, pause nobody's credential; nor does a page of what stands before it.</summary>
    [Fact]
    public async Task A_callers_words_pause_no_credential()
    {
        first.Does(Refuse(400, """{"error":{"message":"Invalid value: 'incorrect api key provided'","type":"invalid_request_error"}}"""));
        second.Does(UpstreamAnswer.Hi());
        var (_, _, setup) = await AskAsync("chat", "chat", stream: false);
        Assert.DoesNotContain(setup.Health.Reports, report => report.Contains("CredentialRefused", StringComparison.Ordinal));
        first.Does(http =>
        {
            (http.Response.StatusCode, http.Response.ContentType) = (403, "text/html");
            return Task.CompletedTask;
        });
        (_, _, setup) = await AskAsync("chat", "chat", stream: false);
        Assert.Equal("a/main Failed", setup.Health.Reports[0]);
    }

    /// <summary>The operator's matter is no fault of the caller's, and goes by itself when it is mended.</summary>
    [Theory]
    [InlineData(401, "CredentialRefused", 401)]
    [InlineData(402, "CredentialRefused", 402)]
    [InlineData(403, "CredentialRefused", 403)]
    public async Task Where_all_refuse_our_access_the_caller_is_asked_to_come_again(int status, string verdict, int told)
    {
        first.Does(Refuse(status));
        second.Does(Refuse(status));
        var (outcome, _, setup) = await AskAsync("chat", "chat", stream: false);
        Assert.Equal((503, "upstream_unavailable"), (outcome.Error!.Status, outcome.Error.Code));
        Assert.NotNull(outcome.Error.RetryAfter);
        Assert.Contains("the operator's to mend", outcome.Error.Message, StringComparison.Ordinal);
        Assert.Equal([$"a/main {verdict}", $"b/main {verdict}"], setup.Health.Reports);
        Assert.All(setup.Health.Results, result => Assert.Equal(told, result.StatusCode));
    }

    [Fact]
    public async Task A_quota_that_is_used_up_is_told_as_such_whatever_the_status()
    {
        first.Does(Refuse(429, """{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}"""));
        second.Does(UpstreamAnswer.Hi());
        var (_, _, setup) = await AskAsync("chat", "chat", stream: false);
        Assert.Equal((CallVerdict.CredentialRefused, 402), (setup.Health.Results.First().Verdict, setup.Health.Results.First().StatusCode));
    }

    [Theory]
    [InlineData("30", "17", 17)]
    [InlineData("17", "30", 17)]
    public async Task The_client_is_told_the_shortest_wait_and_each_upstreams_own_is_reported(string one, string other, int told)
    {
        first.Does(Refuse(429, retryAfter: one));
        second.Does(Refuse(429, retryAfter: other));
        var (outcome, _, setup) = await AskAsync("chat", "chat", stream: false);
        Assert.Equal((429, TimeSpan.FromSeconds(told)), (outcome.Error!.Status, outcome.Error.RetryAfter));
        Assert.Equal(
            [int.Parse(one, null), int.Parse(other, null)],
            setup.Health.Results.Select(result => (int)result.RetryAfter!.Value.TotalSeconds)
        );
    }

    /// <summary>One that rests and was not asked may be the first to be back.</summary>
    [Theory]
    [InlineData(9, 503, "upstream_unavailable", 9)]
    [InlineData(40, 429, "rate_limit_exceeded", 30)]
    public async Task The_client_is_told_the_wait_of_a_route_that_rests_where_it_is_shorter(int rest, int status, string code, int told)
    {
        first.Does(Refuse(429, retryAfter: "30"));
        var (outcome, _, _) = await AskAsync(
            "chat",
            "chat",
            stream: false,
            health: health => (health.States["b"], health.Waits["b"]) = (Availability.Down, TimeSpan.FromSeconds(rest))
        );
        Assert.Equal((status, code, told), (outcome.Error!.Status, outcome.Error.Code, (int?)outcome.Error.RetryAfter?.TotalSeconds));
        Assert.Empty(second.Calls);
    }

    /// <summary>What the client has seen of a model that costs nothing is seen all the same.</summary>
    [Theory]
    [InlineData("chat", "chat")]
    [InlineData("messages", "chat")]
    public async Task Behind_content_that_is_free_no_other_is_asked_either(string caller, string upstream)
    {
        first.Does(UpstreamAnswer.Hi(isCut: true));
        second.Does(UpstreamAnswer.Hi());
        var (outcome, _, _) = await AskAsync(caller, upstream, stream: true, price: new Price(1, 0, 0));
        Assert.Equal((Outcome.Interrupted, 0), (Assert.Single(outcome.Attempts).Outcome, outcome.Attempts[0].Charge.NanoUsd));
        Assert.Empty(second.Calls);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public async Task No_more_are_asked_than_the_setting_allows(int most, int asked)
    {
        first.Does(Refuse(500));
        second.Does(Refuse(500));
        var (outcome, _, _) = await AskAsync("chat", "chat", stream: true, settings: new ForwardingOptions { MaxAttempts = most });
        Assert.Equal(asked, outcome.Attempts.Count);
        Assert.Equal(asked, first.Calls.Count + second.Calls.Count);
    }

    /// <summary>Two seconds of its time are left, as after other attempts; an attempt alone might take minutes.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_attempts_together_have_the_time_of_the_request(bool stream)
    {
        first.Does(Refuse(503));
        second.Does(Hang());
        var asking = AskAsync("chat", "chat", stream, ago: new ForwardingOptions().RequestTimeout - TimeSpan.FromSeconds(2));
        var (outcome, _, _) = await asking.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("upstream_timeout", outcome.Error!.Code);
        Assert.Equal([503, null], outcome.Attempts.Select(attempt => attempt.StatusCode));
        Assert.All(outcome.Attempts, attempt => Assert.Equal(Money.Zero, attempt.Charge));
    }

    [Fact]
    public async Task With_no_time_left_no_other_is_asked()
    {
        first.Does(Refuse(503));
        second.Does(UpstreamAnswer.Hi());
        var (outcome, _, _) = await AskAsync(
            "chat",
            "chat",
            stream: false,
            ago: new ForwardingOptions().RequestTimeout - TimeSpan.FromMilliseconds(900)
        );
        Assert.Single(outcome.Attempts);
        Assert.Empty(second.Calls);
    }

    /// <summary>Nobody would have the answer, and it would cost.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_the_client_has_gone_no_other_is_asked(bool stream)
    {
        using var client = new CancellationTokenSource();
        first.Does(async http =>
        {
            await client.CancelAsync();
            await Refuse(503)(http);
        });
        second.Does(UpstreamAnswer.Hi());
        var (outcome, _, _) = await AskAsync("chat", "chat", stream, clientGone: client.Token);
        Assert.Equal(Outcome.Disconnected, Assert.Single(outcome.Attempts).Outcome);
        Assert.Empty(second.Calls);
    }

    [Fact]
    public async Task Where_nobody_may_be_asked_nobody_is_and_there_is_nothing_to_settle()
    {
        var (outcome, _, setup) = await AskAsync(
            "chat",
            "chat",
            stream: false,
            health: health =>
                (health.States["a"], health.States["b"], health.Waits["b"]) = (
                    Availability.Paused,
                    Availability.Down,
                    TimeSpan.FromSeconds(9)
                )
        );
        Assert.Equal(
            (503, "upstream_unavailable", TimeSpan.FromSeconds(9)),
            (outcome.Error!.Status, outcome.Error.Code, outcome.Error.RetryAfter)
        );
        Assert.Empty(outcome.Attempts);
        Assert.Empty(first.Calls);
        Assert.Empty(second.Calls);
        Assert.Empty(setup.Health.Reports);
    }

    /// <summary>A silent upstream is left, while the client is kept by comments.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_silent_upstream_is_left(bool stream)
    {
        first.Does(Hang());
        second.Does(UpstreamAnswer.Hi());
        var (outcome, answer, setup) = await AskAsync(
            "chat",
            "chat",
            stream,
            settings: new ForwardingOptions { HeadersTimeout = TimeSpan.FromMilliseconds(300), KeepAlive = TimeSpan.FromMilliseconds(100) }
        );
        Assert.Null(outcome.Error);
        Assert.Contains("Hi there", answer, StringComparison.Ordinal);
        Assert.Equal([Outcome.Failed, Outcome.Completed], outcome.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(["a/main Failed", "b/main Answered"], setup.Health.Reports);
    }

    /// <summary>At a limit the next credential of the same upstream is asked, with its own secret.</summary>
    [Theory]
    [InlineData("429", "a/main Limited")]
    [InlineData("401", "a/main CredentialRefused")]
    public async Task Another_credential_is_asked_where_the_credential_was_at_fault(string failure, string report)
    {
        first.Does(Failing(failure, stream: false), UpstreamAnswer.Hi());
        var (outcome, _, setup) = await AskAsync("chat", "chat", stream: false, spare: true);
        Assert.Null(outcome.Error);
        Assert.Equal(["secret-a", "spare-a"], first.Calls.Select(call => call.Credential));
        Assert.Equal(["main", "spare"], outcome.Attempts.Select(attempt => attempt.Credential));
        Assert.Equal([report, "a/spare Answered"], setup.Health.Reports);
        Assert.Empty(second.Calls);
    }

    /// <summary>With its other credential the route would fail the request once more, and use up its attempts.</summary>
    [Theory]
    [InlineData("500")]
    [InlineData("404")]
    public async Task Another_route_is_asked_where_the_route_was_at_fault(string failure)
    {
        first.Does(Failing(failure, stream: false), UpstreamAnswer.Hi());
        second.Does(UpstreamAnswer.Hi());
        var (outcome, _, _) = await AskAsync("chat", "chat", stream: false, spare: true);
        Assert.Equal([("a", "main"), ("b", "main")], outcome.Attempts.Select(attempt => (attempt.Upstream, attempt.Credential!)));
    }

    /// <summary>The answer, the header and the records name the model that answered.</summary>
    [Theory]
    [InlineData("chat", "chat", false)]
    [InlineData("chat", "chat", true)]
    [InlineData("chat", "messages", false)]
    [InlineData("responses", "chat", true)]
    [InlineData("messages", "chat", false)]
    [InlineData("messages", "messages", true)]
    public async Task A_fallback_answers_in_its_own_name(string caller, string upstream, bool stream)
    {
        first.Does(Refuse(503));
        second.Does(UpstreamAnswer.Hi());
        var (outcome, answer, _) = await AskAsync(caller, upstream, stream, isFallback: true);
        Assert.Null(outcome.Error);
        Assert.Contains("\"model\":\"dearer\"", answer.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("\"theirs\"", answer, StringComparison.Ordinal);
        Assert.Equal(["ours", "dearer"], outcome.Attempts.Select(attempt => attempt.Model));
        Assert.Equal([0, 10 * (9 + 2 * 2L)], outcome.Attempts.Select(attempt => attempt.Charge.NanoUsd));
    }

    /// <summary>The caller gets the limit that it can wait for; where waiting does not help, the failure.</summary>
    [Theory]
    [InlineData(500, null, 7, 7, "rate_limit_exceeded")]
    [InlineData(429, "3", 7, 7, "rate_limit_exceeded")]
    [InlineData(429, "3", null, 3, "rate_limit_exceeded")]
    public async Task A_fallback_without_room_is_not_asked(int status, string? theirs, int? ours, int? told, string code)
    {
        first.Does(Refuse(status, retryAfter: theirs));
        second.Does(UpstreamAnswer.Hi());
        List<string> asked = [];
        ApiError? refusal = ours is { } wait ? ApiErrors.RateLimited(LimitScope.Model, "dearer", 3, TimeSpan.FromSeconds(wait)) : null;
        var (outcome, _, _) = await AskAsync(
            "chat",
            "chat",
            stream: false,
            spareOfB: true,
            isFallback: true,
            move: model =>
            {
                asked.Add(model.Id);
                return ValueTask.FromResult(new HoldMove(model.Id == "ours", refusal));
            }
        );
        Assert.Equal((code, told), (outcome.Error!.Code, (int?)outcome.Error.RetryAfter?.TotalSeconds));
        Assert.Equal(["ours", "dearer"], asked);
        Assert.Single(outcome.Attempts);
        Assert.Empty(second.Calls);
    }

    /// <summary>A request that is not sent shows nothing of the upstream: another may try it.</summary>
    [Fact]
    public async Task A_fallback_without_room_gives_back_its_try_of_something_half_open()
    {
        first.Does(Refuse(500));
        var budget = new ProbeBudget(HealthRecord.Initial, 1, DateTimeOffset.MaxValue);
        Assert.True(budget.TryTake(default));
        await AskAsync(
            "chat",
            "chat",
            stream: false,
            isFallback: true,
            health: health => (health.States["b"], health.Probes, health.Budget) = (Availability.HalfOpen, 1, budget),
            move: model => ValueTask.FromResult(new HoldMove(model.Id == "ours"))
        );
        Assert.Empty(second.Calls);
        Assert.True(budget.TryTake(default));
    }

    private async Task<(ForwardOutcome Outcome, string Answer, ForwarderSetup Setup)> AskAsync(
        string caller,
        string upstream,
        bool stream,
        bool isDead = false,
        bool spare = false,
        bool spareOfB = false,
        bool isFallback = false,
        ForwardingOptions? settings = null,
        Action<Routes.FakeHealth>? health = null,
        Func<Model, ValueTask<HoldMove>>? move = null,
        TimeSpan ago = default,
        Price? price = null,
        CancellationToken clientGone = default
    )
    {
        var protocol = ProtocolOf(caller);
        var http = new DefaultHttpContext
        {
            Request =
            {
                Method = "POST",
                Path = "/v1" + protocol.Path,
                Body = System.IO.Stream.Null,
                ContentLength = 9,
            },
            Response = { Body = new Sent() },
            RequestAborted = clientGone,
        };
        Upstream[] upstreams = [Upstream("a", isDead ? DeadAddress : first.BaseUrl, spare), Upstream("b", second.BaseUrl, spareOfB)];
        using var setup = new ForwarderSetup(upstreams, settings);
        health?.Invoke(setup.Health);
        var request = Request(http, protocol, upstream, stream, isFallback, price ?? Exchanges.Price);
        var outcome = await setup.Forwarder.ForwardAsync(
            request with
            {
                Upstreams = new UpstreamSet(upstreams),
                ArrivedTimestamp = request.ArrivedTimestamp - (long)(ago.TotalSeconds * TimeProvider.System.TimestampFrequency),
                Funding = request.Funding with { MoveAsync = move },
            }
        );
        Assert.Null(outcome.Fault?.SourceException);
        return (outcome, Encoding.UTF8.GetString(((Sent)http.Response.Body).ToArray()), setup);
    }

    private static Upstream Upstream(string name, Uri address, bool spare) =>
        new(
            new UpstreamDefinition(name, address.ToString().TrimEnd('/')),
            [
                new Credential("main", $"secret-{name}", 1_000_000),
                .. spare ? [new Credential("spare", $"spare-{name}", 1)] : Array.Empty<Credential>(),
            ]
        );

    private static ForwardRequest Request(HttpContext http, Protocol protocol, string upstream, bool stream, bool isFallback, Price price)
    {
        string[] protocols = [ProtocolOf(upstream).Name];
        var (one, other) = (new ModelRoute("a", "theirs", protocols, price), new ModelRoute("b", "theirs", protocols, price));
        var model = new Model("ours", "o", default, 10_000, 100, isFallback ? [one] : [one, other]);
        var dearer = model with { Id = "dearer", Routes = [other with { Price = new Price(1, 10_000_000, 20_000_000) }] };
        var body =
            protocol == Protocol.Responses ? """{"model":"ours","input":"Hello"}"""
            : protocol == Protocol.Completions ? """{"model":"ours","prompt":"Hello"}"""
            : """{"model":"ours","max_tokens":50,"messages":[{"role":"user","content":"Hello"}]}""";
        return Exchanges.For(protocol, stream ? body[..^1] + ",\"stream\":true}" : body, http, reach: 10_000).Request with
        {
            Models = isFallback ? [model, dearer] : [model],
        };
    }

    private static Protocol ProtocolOf(string name) =>
        name switch
        {
            "messages" => Protocol.Messages,
            "responses" => Protocol.Responses,
            "completions" => Protocol.Completions,
            _ => Protocol.Chat,
        };

    private static Func<HttpContext, Task> Failing(string failure, bool stream) =>
        failure switch
        {
            "drop" or "dead" => Drop(),
            "bytes" => async http =>
            {
                http.Response.ContentType = stream ? "text/event-stream" : "application/json";
                var upstream = UpstreamAnswer.ProtocolOf(http.Request.Path.Value!);
                var good = stream ? UpstreamAnswer.Events(upstream) : UpstreamAnswer.Whole(upstream);
                // As Latin 1, where each character is a byte: no UTF-8.
                await http.Response.Body.WriteAsync(Encoding.Latin1.GetBytes(good.Replace("Hi there", "\u00ff", StringComparison.Ordinal)));
            },
            "nonsense" => stream ? Stream("data: {nonsense\n\n") : Say("{nonsense"),
            "cut" => stream
                ? Stream(": wait\n\n", isCut: true)
                : async http =>
                {
                    http.Response.ContentLength = 1_000;
                    await Say("{\"id\"")(http);
                    http.Abort();
                },
            _ => Refuse(int.Parse(failure, null)),
        };

    /// <summary>What was sent cannot be taken back.</summary>
    private sealed class Sent : MemoryStream
    {
        public override bool CanSeek => false;
    }
}
