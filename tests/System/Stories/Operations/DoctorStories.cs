using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Operations;

/// <summary>Somebody whose tool does not work asks the doctor before anybody else.</summary>
[Collection(PlatformCollection.Name)]
public sealed class DoctorStories(PlatformFixture platform)
{
    private static readonly string[] NeedKey = ["expiry", "credit", "spend_limit", "usage_service", "limits", "models"];

    private static async Task<JsonElement> AskAsync(HttpClient client, string query = "")
    {
        using var response = await client.GetAsync("/v1/doctor" + query);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static (string Status, string Message, string? Fix) Check(JsonElement diagnosis, string id)
    {
        var check = diagnosis.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("id").GetString() == id);
        return (check.GetProperty("status").GetString()!, check.GetProperty("message").GetString()!, check.GetProperty("fix").GetString());
    }

    private static string[] Of(JsonElement diagnosis, string status) =>
        [
            .. diagnosis
                .GetProperty("checks")
                .EnumerateArray()
                .Where(check => check.GetProperty("status").GetString() == status)
                .Select(check => check.GetProperty("id").GetString()!),
        ];

    private static string First(JsonElement diagnosis) => diagnosis.GetProperty("first").GetString()!;

    [Fact]
    public async Task Where_all_is_well_nothing_is_to_do_and_nothing_is_charged()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync(new CreateKeyRequest("my laptop"));
        var diagnosis = await AskAsync(platform.Gateway(key.Secret), "?model=gpt-4.1-mini");

        Assert.True(diagnosis.GetProperty("healthy").GetBoolean());
        Assert.Empty(Of(diagnosis, "fail"));
        Assert.Empty(Of(diagnosis, "skipped"));
        Assert.Equal(("ok", $"An API key of ours was sent, ending in {key.Key.LastFour}.", null), Check(diagnosis, "key"));
        Assert.Equal(("ok", $"The key 'my laptop' ({key.Key.Id}) is known and switched on.", null), Check(diagnosis, "key_active"));
        Assert.Equal(("ok", "The account has $5.00 of credit.", null), Check(diagnosis, "credit"));
        Assert.Equal(
            ("ok", "The key may call 'gpt-4.1-mini', at $0.40 for a million tokens of input and $1.60 of output.", null),
            Check(diagnosis, "model")
        );
        Assert.Equal(("ok", "A provider of the model answers.", null), Check(diagnosis, "providers"));
        Assert.Equal(("ok", "The credit service answers and admits requests.", null), Check(diagnosis, "credit_service"));
        Assert.DoesNotContain(key.Secret, diagnosis.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(new BalanceView(Money.FromUsd(5), Money.Zero), await person.BalanceAsync());
    }

    [Fact]
    public async Task A_terminal_gets_lines_and_the_last_says_what_to_do_first()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        var client = await person.ClientAsync();
        client.DefaultRequestHeaders.UserAgent.ParseAdd("curl/8.0");
        using var response = await client.GetAsync("/v1/doctor");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("Platform doctor, ", text, StringComparison.Ordinal);
        Assert.Contains("\nok    client          The request came from curl.\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "\nFAIL  credit          The account has no credit left.\n                      -> Buy a credit pack on the Credit page.\n",
            text,
            StringComparison.Ordinal
        );
        Assert.EndsWith("\nWhat to do first: Buy a credit pack on the Credit page.\n", text, StringComparison.Ordinal);

        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        Assert.Equal("Buy a credit pack on the Credit page.", First(await AskAsync(client)));
    }

    [Fact]
    public async Task Without_a_key_the_rest_is_still_looked_at()
    {
        var diagnosis = await AskAsync(platform.Gateway(), "?model=gpt-4.1-mini");
        Assert.False(diagnosis.GetProperty("healthy").GetBoolean());
        Assert.Equal(["key"], Of(diagnosis, "fail"));
        Assert.Equal(
            ["auth_header", "credit", "expiry", "key_active", "limits", "model", "models", "spend_limit", "usage_service"],
            Of(diagnosis, "skipped").Order()
        );
        Assert.Equal("ok", Check(diagnosis, "providers").Status);
        Assert.Equal("ok", Check(diagnosis, "credit_service").Status);
        Assert.Equal(
            "Create a key on the Keys page and paste it into your tool's API key field. It is sent as 'Authorization: Bearer sk-...'.",
            First(diagnosis)
        );
    }

    [Theory]
    [InlineData("sk-proj-abcdefghijklmnopqrstuvwxyz", "The API key ending in wxyz looks like a key of OpenAI; it does not work here.")]
    [InlineData(
        "$OPENAI_API_KEY",
        "The API key field holds a placeholder, not a key: the variable was not filled in, or an example was copied."
    )]
    [InlineData("gpt-4.1-mini", "The API key field holds the name of a model.")]
    public async Task A_text_that_is_no_key_of_ours_is_named(string key, string message)
    {
        var client = platform.Gateway();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + key);
        var diagnosis = await AskAsync(client);
        Assert.Equal(("fail", message), (Check(diagnosis, "key").Status, Check(diagnosis, "key").Message));
        Assert.Equal(NeedKey.Append("key_active").Append("auth_header").Order(), Of(diagnosis, "skipped").Order());
    }

    [Fact]
    public async Task A_key_that_is_switched_off_learns_nothing_of_the_account()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        using (await person.SendAsync(HttpMethod.Patch, $"/keys/{key.Key.Id}", new UpdateKeyRequest(Enabled: false)))
        {
            var diagnosis = await AskAsync(platform.Gateway(key.Secret));
            Assert.Equal(
                ("fail", $"The API key ending in {key.Key.LastFour} is switched off.", "Enable it on the Keys page, or use another."),
                Check(diagnosis, "key_active")
            );
            Assert.Equal("Enable it on the Keys page, or use another.", First(diagnosis));
            Assert.Equal(NeedKey.Order(), Of(diagnosis, "skipped").Order());
        }
    }

    [Fact]
    public async Task A_key_that_nobody_owns()
    {
        var key = ApiKey.Create();
        var (status, message, _) = Check(await AskAsync(platform.Gateway(key.Text)), "key_active");
        Assert.Equal(("fail", $"The API key ending in {key.LastFour} is well-formed, but no such key exists here."), (status, message));
    }

    [Fact]
    public async Task What_is_left_of_a_spend_limit()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync(new CreateKeyRequest("tight", SpendLimit: Money.FromUsd(0.001m)));
        Assert.Equal(("ok", "The key may spend $0.001 more of its $0.001.", null), Check(await AskAsync(client), "spend_limit"));

        using (await client.ChatAsync(Chat.Body("fake-echo", more: ",\"max_tokens\":5")))
        {
            var left = Money.FromUsd(0.001m) - Assert.Single(await person.UsageAsync(1)).Charge;
            Assert.Equal($"The key may spend {left} more of its $0.001.", Check(await AskAsync(client), "spend_limit").Message);
        }
    }

    [Fact]
    public async Task What_is_left_of_the_limits_of_the_key_the_account_and_the_model()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync(
            new CreateKeyRequest("few", RequestsPerMinute: 30, TokensPerMinute: 5_000, ConcurrentRequests: 3)
        );
        var (status, message, _) = Check(await AskAsync(client, "?model=fake-few-tokens"), "limits");
        Assert.Equal(
            (
                "ok",
                "The key has 30 of 30 requests a minute left, 5,000 of 5,000 tokens a minute left, 0 of 3 requests at once running. The account "
                    + "has 0 of 200 requests at once running. The account with 'fake-few-tokens' has 10,000 of 10,000 tokens a minute left."
            ),
            (status, message)
        );
        using (await client.ChatAsync(Chat.Body("fake-echo", more: ",\"max_tokens\":4900"), "first-byte=3s"))
        {
            // The model has at most 4,096; what was not used is given back.
        }

        using var hang = new CancellationTokenSource();
        var running = client.SendAsync(Chat.Request(Chat.Body("fake-echo", more: ",\"max_tokens\":4000"), "hang"), hang.Token);
        await Eventually.TrueAsync(
            async () =>
                Check(await AskAsync(client), "limits").Message.Contains("1 of 3 requests at once running", StringComparison.Ordinal),
            "the request to run"
        );
        Assert.Matches(
            "The key has 2[0-9] of 30 requests a minute left, 9[0-9]{2} of 5,000 tokens",
            Check(await AskAsync(client), "limits").Message
        );
        await hang.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_model_by_another_name_and_one_that_is_not_allowed()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync(new CreateKeyRequest("only mini", Models: ["gpt-4.1-mini"]));
        var wrong = Check(await AskAsync(client, "?model=gpt-4.1-mnii"), "model");
        Assert.Equal(("fail", "The model 'gpt-4.1-mnii' does not exist here."), (wrong.Status, wrong.Message));
        Assert.StartsWith("Did you mean 'gpt-4.1-mini'?", wrong.Fix, StringComparison.Ordinal);

        var diagnosis = await AskAsync(client, "?model=gpt-4o");
        Assert.Equal(
            ("fail", "The model 'gpt-4o' exists, but your API key 'only mini' may not call it."),
            (Check(diagnosis, "model").Status, Check(diagnosis, "model").Message)
        );
        Assert.Equal("The key may call 1 model: gpt-4.1-mini.", Check(diagnosis, "models").Message);
    }

    [Fact]
    public async Task A_key_in_the_model_field_is_never_repeated()
    {
        var secret = ApiKey.Create().Text;
        var diagnosis = await AskAsync(await (await Person.RegisterAsync(platform)).ClientAsync(), "?model=" + secret);
        Assert.Equal("The model field holds an API key.", Check(diagnosis, "model").Message);
        Assert.DoesNotContain(secret, diagnosis.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claude_code_gets_its_own_form_of_the_base_url()
    {
        var client = platform.Gateway();
        client.DefaultRequestHeaders.UserAgent.ParseAdd("claude-cli/2.1.329");
        Assert.Equal(
            $"The request came from Claude Code. It takes the Base URL {platform.GatewayAddress.GetLeftPart(UriPartial.Authority)}, without /v1.",
            Check(await AskAsync(client), "client").Message
        );
    }
}
