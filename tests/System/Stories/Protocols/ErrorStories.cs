using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Protocols;

/// <summary>Every error a person can meet, as the literal JSON their tool gets. What is wrong, and what to do, must be in it.</summary>
[Collection(PlatformCollection.Name)]
public sealed class ErrorStories(PlatformFixture platform)
{
    private const string CreateOne = "Create a key on the Keys page and paste it into your tool's API key field.";
    private const string Set = "Set the Base URL in your tool to GATEWAY/v1; your tool adds the rest.";
    private const string NotYou = "Your key, Base URL and model are right";

    /// <summary>The response is this error and no other; addresses in it are compared as <c>GATEWAY</c> and <c>DASHBOARD</c>.</summary>
    private async Task ExpectAsync(
        HttpResponseMessage response,
        int status,
        string type,
        string code,
        string message,
        string? param = null,
        bool retry = false
    )
    {
        var body = (await response.Content.ReadAsStringAsync())
            .Replace(platform.GatewayAddress.GetLeftPart(UriPartial.Authority), "GATEWAY", StringComparison.Ordinal)
            .Replace(platform.DashboardAddress.GetLeftPart(UriPartial.Authority), "DASHBOARD", StringComparison.Ordinal);
        var quotedParam = param is null ? "null" : $"\"{param}\"";
        Assert.Equal(
            $$$"""{"error":{"message":"{{{message}}} See DASHBOARD/errors/{{{code}}}","type":"{{{type}}}","param":{{{quotedParam}}},"code":"{{{code}}}"}}""",
            body
        );
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("req_", response.RequestId(), StringComparison.Ordinal);
        Assert.True(response.Headers.Contains("openai-processing-ms"));
        Assert.Equal(retry, response.Headers.RetryAfter is not null);
        Assert.Equal(!retry, response.Headers.TryGetValues("x-should-retry", out var values) && values.Single() == "false");
    }

    private Task ExpectWrongKeyAsync(HttpResponseMessage response, string message) =>
        ExpectAsync(response, 401, "invalid_request_error", "invalid_api_key", message);

    private async Task<HttpClient> NewClientAsync() => await (await Person.RegisterAsync(platform)).ClientAsync();

    [Fact]
    public async Task No_key() =>
        await ExpectWrongKeyAsync(
            await platform.Gateway().ChatAsync(Chat.Body()),
            $"No API key was sent. {CreateOne} It is sent as 'Authorization: Bearer sk-...'."
        );

    [Fact]
    public async Task Another_vendors_key() =>
        await ExpectWrongKeyAsync(
            await platform.Gateway("sk-proj-abcdefghijklmnopqrstuvwxyz").ChatAsync(Chat.Body()),
            $"The API key ending in wxyz looks like a key of OpenAI; it does not work here. {CreateOne}"
        );

    [Fact]
    public async Task A_key_that_was_cut_while_copying()
    {
        var whole = ApiKey.Create().Text;
        await ExpectWrongKeyAsync(
            await platform.Gateway(whole[..30]).ChatAsync(Chat.Body()),
            $"The API key ending in {whole[26..30]} has 30 characters; ours have 53. It was probably cut while copying: copy it whole. {CreateOne}"
        );
    }

    [Fact]
    public async Task A_key_that_nobody_owns()
    {
        var key = ApiKey.Create();
        await ExpectWrongKeyAsync(
            await platform.Gateway(key.Text).ChatAsync(Chat.Body()),
            $"The API key ending in {key.LastFour} is well-formed, but no such key exists here. Check that your tool's Base URL and key belong to the same place, or create a key on the Keys page."
        );
    }

    [Fact]
    public async Task A_disabled_key_and_a_deleted_one()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        using (await person.SendAsync(HttpMethod.Patch, $"/keys/{key.Key.Id}", new UpdateKeyRequest(Enabled: false)))
            await ExpectWrongKeyAsync(
                await platform.Gateway(key.Secret).ChatAsync(Chat.Body()),
                $"The API key ending in {key.Key.LastFour} is switched off. Enable it on the Keys page, or use another."
            );
        using (await person.SendAsync(HttpMethod.Delete, $"/keys/{key.Key.Id}"))
            await ExpectSoonAsync(key.Secret, "was deleted by its owner");
    }

    [Fact]
    public async Task A_key_that_was_replaced()
    {
        var person = await Person.RegisterAsync(platform);
        var old = await person.CreateKeyAsync();
        using (await person.SendAsync(HttpMethod.Post, $"/keys/{old.Key.Id}/rotate", new RotateKeyRequest()))
            await ExpectWrongKeyAsync(
                await platform.Gateway(old.Secret).ChatAsync(Chat.Body()),
                $"The API key ending in {old.Key.LastFour} was replaced by a newer one. Use the newer key, which was shown when it was rotated."
            );
    }

    [Fact]
    public async Task A_key_that_expired()
    {
        var expiry = TimeProvider.System.GetUtcNow().AddSeconds(2);
        var client = await (await Person.RegisterAsync(platform)).ClientAsync(new CreateKeyRequest("short", ExpiresAt: expiry));
        Assert.Equal(HttpStatusCode.OK, (await client.ChatAsync(Chat.Body())).StatusCode);
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await client.ChatAsync(Chat.Body());
                return response.StatusCode == HttpStatusCode.Unauthorized
                    && (await response.Content.ReadAsStringAsync()).Contains(
                        expiry.ToString("'expired on 'yyyy-MM-dd HH:mm' UTC'", CultureInfo.InvariantCulture),
                        StringComparison.Ordinal
                    );
            },
            "the key to have expired"
        );
    }

    [Fact]
    public async Task No_credit()
    {
        var client = await (await Person.RegisterAsync(platform, pack: null)).ClientAsync();
        await ExpectAsync(
            await client.ChatAsync(Chat.Body()),
            403,
            "insufficient_quota",
            "insufficient_quota",
            "The account has no credit left. Your API key, Base URL and model are right: buy a credit pack on the Credit page, then try again."
        );
    }

    [Fact]
    public async Task Too_little_credit_for_this_request()
    {
        // At $10 a million tokens of output, a hundred long answers may cost $100.
        var client = await NewClientAsync();
        using var response = await client.ChatAsync(Chat.Body("gpt-5", more: ",\"n\":100,\"max_tokens\":100000"));
        Assert.Equal(403, (int)response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Matches(
            @"This request may cost up to \$[0-9.]+, and the account's credit is \$5\.00\. Buy a credit pack on the Credit page, or ask for fewer tokens",
            body
        );
        Assert.Contains("\"code\":\"insufficient_quota\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_keys_spend_limit()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync(new CreateKeyRequest("tight", SpendLimit: new Money(1_000)));
        await ExpectAsync(
            await client.ChatAsync(Chat.Body()),
            403,
            "insufficient_quota",
            "key_limit_exceeded",
            "This API key has a spend limit of $0.000001 and has spent $0.00; this request could exceed it. Use another key, or raise its limit on the Keys page."
        );
    }

    [Fact]
    public async Task Credit_that_is_in_flight()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        // At $10 a million tokens of output, each may cost a little over $3 of the $5.
        var body = Chat.Body("gpt-5", more: ",\"n\":3,\"max_tokens\":100000");
        using var gone = new CancellationTokenSource();
        var hanging = client.SendAsync(Chat.Request(body, "hang"), gone.Token);
        await Eventually.TrueAsync(
            async () => (await person.BalanceAsync()).Held > Money.FromUsd(3),
            "the first request to hold its credit"
        );

        await ExpectAsync(
            await client.ChatAsync(body),
            429,
            "rate_limit_error",
            "credit_in_flight",
            $"The credit would do, but {(await person.BalanceAsync()).Held} of it is set aside for requests that are still running. Wait for them to end, or ask for fewer tokens (max_tokens).",
            retry: true
        );

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        await Eventually.TrueAsync(
            async () => (await person.BalanceAsync()) == new BalanceView(Money.FromUsd(5), Money.Zero),
            "the hold to be released in full"
        );
    }

    [Fact]
    public async Task A_model_this_key_may_not_call()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync(new CreateKeyRequest("only mini", Models: ["gpt-4.1-mini"]));
        await ExpectAsync(
            await client.ChatAsync(Chat.Body("gpt-4o")),
            403,
            "permission_error",
            "model_not_allowed",
            "The model 'gpt-4o' exists, but your API key 'only mini' may not call it. Choose one of the models from GET /v1/models, or create a key on the Keys page that allows this model.",
            "model"
        );
    }

    [Fact]
    public async Task A_model_that_does_not_exist()
    {
        var client = await NewClientAsync();
        const string check = "Check the model name in your tool; GET /v1/models lists the names that work with your key.";
        await ExpectAsync(
            await client.ChatAsync(Chat.Body("claude-sonnet-4.5")),
            404,
            "invalid_request_error",
            "model_not_found",
            $"The model 'claude-sonnet-4.5' does not exist here. Did you mean 'claude-sonnet-4-5' or 'claude-sonnet-5-5'? {check}",
            "model"
        );
        await ExpectAsync(
            await client.GetAsync("/v1/models/llama-3-70b-instruct"),
            404,
            "invalid_request_error",
            "model_not_found",
            $"The model 'llama-3-70b-instruct' does not exist here. {check}",
            "model"
        );
    }

    [Theory]
    [InlineData(
        "POST",
        "/chat/completions",
        $"The address /chat/completions does not begin with /v1, as GATEWAY/v1/chat/completions does. {Set}"
    )]
    [InlineData("POST", "/responses", $"The address /responses does not begin with /v1, as GATEWAY/v1/responses does. {Set}")]
    [InlineData("GET", "/doctor", $"The address /doctor does not begin with /v1, as GATEWAY/v1/doctor does. {Set}")]
    [InlineData(
        "POST",
        "/v1/v1/chat/completions",
        $"The address /v1/v1/chat/completions has /v1 twice: your tool adds it by itself, or the Base URL has it two times. {Set}"
    )]
    [InlineData(
        "POST",
        "/v1/chat/completions/chat/completions",
        $"The address /v1/chat/completions/chat/completions names the endpoint twice: the Base URL must end before /chat/completions, which your tool adds by itself. {Set}"
    )]
    [InlineData("GET", "/v1/chat/completions", "GET /v1/chat/completions does not exist: this endpoint takes POST. The Base URL is right.")]
    [InlineData(
        "DELETE",
        "/v1/nothing",
        "There is no DELETE /v1/nothing here. The Base URL is right; the API has no such endpoint. GET GATEWAY/v1/doctor tells whether your settings are right."
    )]
    public async Task A_wrong_base_url(string method, string path, string message)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        await ExpectAsync(await platform.Gateway().SendAsync(request), 404, "invalid_request_error", "unknown_url", message);
    }

    [Fact]
    public async Task The_dashboards_address_as_base_url()
    {
        using var browser = new HttpClient { BaseAddress = platform.DashboardAddress };
        using var response = await browser.ChatAsync(Chat.Body());
        Assert.Equal(404, (int)response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("\"code\":\"unknown_url\"", body, StringComparison.Ordinal);
        Assert.Contains(platform.BaseUrl.ToString(), body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_no_request()
    {
        var client = await NewClientAsync();
        Task Expect(HttpResponseMessage response, string message, string? param) =>
            ExpectAsync(response, 400, "invalid_request_error", "invalid_request_error", message, param);

        await Expect(
            await client.ChatAsync("{\"model\":\"gpt-4o\",}"),
            "The request body is not valid JSON (line 1, byte 19). Check for a missing quote, comma or brace.",
            null
        );
        await Expect(
            await client.ChatAsync("{\"messages\":[{}]}"),
            "model is missing. Add the name of a model, for example \\\"model\\\": \\\"gpt-6-luna\\\"; GET /v1/models lists them.",
            "model"
        );
        await Expect(
            await client.ChatAsync("{\"model\":\"gpt-4o\",\"messages\":[{}],\"model\":\"gpt-4.1-nano\"}"),
            "model stands in the body twice. It decides what the request costs, so it must stand there once.",
            "model"
        );
    }

    [Fact]
    public async Task A_fault_that_only_the_upstream_finds_is_passed_on_in_its_words_and_costs_nothing()
    {
        var person = await Person.RegisterAsync(platform);
        using var response = await (await person.ClientAsync()).ChatAsync(Chat.Body(), "status=400");
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("\"code\":\"invalid_request_error\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await ExpectFreeAsync(person);
    }

    [Fact]
    public async Task A_body_that_is_too_large()
    {
        var client = await NewClientAsync();
        using var large = new ByteArrayContent(new byte[33 * 1024 * 1024]);
        large.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await ExpectAsync(
            await client.PostAsync(Chat.Path, large),
            413,
            "invalid_request_error",
            "request_too_large",
            "The request body is larger than 32 MiB. Send less text, or smaller images."
        );
    }

    [Fact]
    public async Task More_requests_than_the_rate_allows()
    {
        var client = await NewClientAsync();
        var limited = await FirstLimitedAsync(client);
        var body = await limited.Content.ReadAsStringAsync();
        Assert.Matches("This API key may send 1000 requests a minute and has sent more. Wait 1 second, then try again.", body);
        Assert.Contains("\"type\":\"rate_limit_error\",\"param\":null,\"code\":\"rate_limit_exceeded\"", body, StringComparison.Ordinal);
        Assert.Equal("1000", limited.Headers.GetValues("x-ratelimit-limit-requests").Single());
        Assert.Equal("0", limited.Headers.GetValues("x-ratelimit-remaining-requests").Single());
        Assert.NotNull(limited.Headers.RetryAfter);
    }

    [Fact]
    public async Task An_admitted_response_says_where_the_rate_stands()
    {
        using var response = await (await NewClientAsync()).ChatAsync(Chat.Body());
        Assert.Equal("1000", response.Headers.GetValues("x-ratelimit-limit-requests").Single());
        Assert.Equal("999", response.Headers.GetValues("x-ratelimit-remaining-requests").Single());
        Assert.Matches("^[0-9]{2}ms$", response.Headers.GetValues("x-ratelimit-reset-requests").Single());
    }

    [Theory]
    [InlineData(
        "status=429",
        429,
        "rate_limit_exceeded",
        $"The providers of 'fake-echo' take no more requests for a moment: a rate limit is reached. {NotYou}, and you were not charged. Please try again in 5 seconds, or choose another model."
    )]
    [InlineData(
        "status=529",
        503,
        "overloaded_error",
        $"The providers of 'fake-echo' are overloaded. {NotYou}, and you were not charged. Please try again in 5 seconds, or choose another model."
    )]
    [InlineData(
        "status=503",
        503,
        "upstream_unavailable",
        $"No provider of 'fake-echo' can take the request right now. {NotYou}, and you were not charged. Please try again in 5 seconds, or choose another model."
    )]
    [InlineData(
        "status=500",
        502,
        "upstream_error",
        $"The provider of the model answered with the error status 500. {NotYou}: try again, or choose another model."
    )]
    [InlineData(
        "status=401",
        503,
        "upstream_unavailable",
        $"No provider of 'fake-echo' can take the request right now: one refused this platform's own access (401), which is the operator's to mend. {NotYou}, and you were not charged. Please try again in 5 seconds, or choose another model."
    )]
    [InlineData(
        "malformed",
        502,
        "upstream_error",
        $"The provider of the model sent an answer that cannot be read. {NotYou}: try again, or choose another model."
    )]
    [InlineData(
        "hang",
        504,
        "upstream_timeout",
        "The provider of the model did not answer in time, and you were not charged. Try again, ask for fewer tokens, or choose another model."
    )]
    public async Task An_upstream_that_fails_is_never_the_callers_fault_and_costs_nothing(
        string script,
        int status,
        string code,
        string message
    )
    {
        var person = await Person.RegisterAsync(platform);
        await ExpectAsync(
            await (await person.ClientAsync()).ChatAsync(Chat.Body("fake-echo"), script),
            status,
            status == 429 ? "rate_limit_error" : "server_error",
            code,
            message,
            retry: true
        );
        await ExpectFreeAsync(person);
    }

    /// <summary>One failed record, no charge, nothing held.</summary>
    private static async Task ExpectFreeAsync(Person person)
    {
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Failed, Money.Zero, UsageSource.None), (record.Outcome, record.Charge, record.Source));
        Assert.NotNull(record.ErrorCode);
        Assert.Equal(new BalanceView(Money.FromUsd(5), Money.Zero), await person.BalanceAsync());
    }

    private async Task ExpectSoonAsync(string key, string message) =>
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await platform.Gateway(key).ChatAsync(Chat.Body());
                return (await response.Content.ReadAsStringAsync()).Contains(message, StringComparison.Ordinal);
            },
            $"a refusal that says '{message}'"
        );

    /// <summary>Sends until one is refused, twenty at a time.</summary>
    private static async Task<HttpResponseMessage> FirstLimitedAsync(HttpClient client)
    {
        for (var sent = 0; sent < 2_000; sent += 20)
        {
            var responses = await Task.WhenAll(
                Enumerable.Range(0, 20).Select(_ => client.ChatAsync(Chat.Body("fake-echo", more: ",\"max_tokens\":1")))
            );
            if (responses.FirstOrDefault(response => response.StatusCode == HttpStatusCode.TooManyRequests) is { } limited)
                return limited;
        }

        throw new TimeoutException("2,000 requests and none was limited");
    }
}
