using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Platform.Contracts;
using Platform.Till;
using Xunit;

namespace Platform.Tests.Stories.Accounts;

/// <summary>The limits of keys that exist, at two gateways.</summary>
[Collection(PlatformCollection.Name)]
public sealed partial class KeyLimitStories(PlatformFixture platform) : IAsyncLifetime
{
    /// <summary>How long a change may take until every gateway keeps to it.</summary>
    private static readonly TimeSpan InForce = TimeSpan.FromSeconds(2);

    public Task InitializeAsync() => FaultInjector.StartAsync(platform, GatewaySettings.Second);

    public async Task DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        await platform.App.ResourceCommands.ExecuteCommandAsync(GatewaySettings.Second, KnownResourceCommands.StopCommand, timeout.Token);
    }

    [Fact]
    public async Task Limits_that_are_changed_on_the_page_are_in_force_within_two_seconds_at_each_gateway()
    {
        var person = await Person.RegisterAsync(platform);
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        var key = await person.CreateKeyAsync();
        await ExpectAsync(key, null);
        var path = $"/tokens/{key.Key.Id}/limits";

        await ChangeAsync(visitor, path, ("Expiry", "never"), ("SpendLimit", "0.0000001"));
        await ExpectAsync(key, "key_limit_exceeded");
        using (var form = await visitor.GetAsync(path))
            Assert.Contains("value=\"0.0000001\"", await PageVisitor.TextAsync(form), StringComparison.Ordinal);

        await ChangeAsync(visitor, path, ("Expiry", "30"), ("SpendLimit", "5"), ("Models", "gpt-4o-mini"));
        await ExpectAsync(key, "model_not_allowed");
        var limited = await KeyAsync(person, key);
        var end = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(31).AddSeconds(-1);
        Assert.InRange(limited.ExpiresAt!.Value.UtcDateTime, end.AddDays(-1), end);
        Assert.Equal((Money.FromUsd(5), "gpt-4o-mini"), (limited.SpendLimit!.Value, Assert.Single(limited.Models!)));

        await ChangeAsync(visitor, path, ("Expiry", "never"), ("SpendLimit", ""));
        await ExpectAsync(key, null);
        Assert.Equal(new KeyLimits(), (await KeyAsync(person, key)).Limits);
    }

    [Fact]
    public async Task A_limit_is_also_that_of_the_key_which_was_replaced_and_a_new_day_revives_what_expired()
    {
        var person = await Person.RegisterAsync(platform);
        var old = await person.CreateKeyAsync(new CreateKeyRequest("tools", ExpiresAt: TimeProvider.System.GetUtcNow().AddSeconds(1)));
        await Eventually.TrueAsync(async () => await CodeAsync(old, "gateway") == "invalid_api_key", "the key to expire");
        using (var revived = await LimitAsync(person, old, new KeyLimits()))
            Assert.Equal(HttpStatusCode.OK, revived.StatusCode);
        await ExpectAsync(old, null);

        using var rotated = await person.SendAsync(HttpMethod.Post, $"/keys/{old.Key.Id}/rotate", new RotateKeyRequest(3_600));
        var replacement = (await rotated.Content.ReadFromJsonAsync<KeyCreated>())!;
        using (var limited = await LimitAsync(person, replacement, new KeyLimits(SpendLimit: new Money(1))))
            Assert.Equal(HttpStatusCode.OK, limited.StatusCode);
        await ExpectAsync(replacement, "key_limit_exceeded");
        await ExpectAsync(old, "key_limit_exceeded");
        using var refused = await LimitAsync(person, old, new KeyLimits());
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
    }

    [Fact]
    public async Task A_limit_for_a_period_counts_what_was_spent_before_also_after_the_till_is_filled_anew()
    {
        var person = await Person.RegisterAsync(platform);
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        var key = await person.CreateKeyAsync();
        await ExpectAsync(key, null);
        var spent = (await person.UsageAsync(2)).Aggregate(Money.Zero, (sum, record) => sum + record.Charge);
        var limit = new Money(spent.NanoUsd + 1);
        await ChangeAsync(
            visitor,
            $"/tokens/{key.Key.Id}/limits",
            ("Expiry", "never"),
            ("PeriodLimit", $"{limit.Usd}"),
            ("Period", "Week")
        );
        await ExpectAsync(key, "key_limit_exceeded");
        var anew = SpendPeriod.Week.Next(SpendPeriods.DayOf(TimeProvider.System.GetUtcNow()));
        var message =
            $"This API key has a spend limit of {limit} a week and has spent {spent} this week; this request could exceed it. The limit "
            + $"starts anew on {anew:yyyy-MM-dd} at 00:00 UTC. Use another key until then, or raise its limit on the Keys page.";
        Assert.StartsWith(message, await MessageAsync(key), StringComparison.Ordinal);
        await ExpectShownAsync(key, spent, limit, anew);
        using (var page = await visitor.GetAsync($"/tokens/{key.Key.Id}"))
            Assert.Contains(
                $"{spent} of {limit} a week, starts anew on {anew:yyyy-MM-dd} at 00:00 UTC",
                await PageVisitor.TextAsync(page),
                StringComparison.Ordinal
            );

        await using (var redis = await platform.OpenTillAsync())
        {
            var (till, open) = (redis.GetDatabase(), TillKeys.Open(TillKeys.ShardOf(person.Id)));
            await till.KeyDeleteAsync([open, TillKeys.Account(person.Id)]);
            await Eventually.TrueAsync(() => till.KeyExistsAsync(open), "the shard to be filled from the ledger");
        }

        Assert.StartsWith(message, await MessageAsync(key), StringComparison.Ordinal);
        await ExpectShownAsync(key, spent, limit, anew);
        using (var raised = await LimitAsync(person, key, new KeyLimits(PeriodLimit: new PeriodLimit(Money.FromUsd(1), SpendPeriod.Month))))
            Assert.Equal(HttpStatusCode.OK, raised.StatusCode);
        await ExpectAsync(key, null);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task A_burst_over_two_gateways_gets_exactly_the_requests_of_a_minute_and_more_when_the_limit_is_raised()
    {
        const int Allowed = 2,
            Sent = 40;
        var person = await Person.RegisterAsync(platform);
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        var key = await person.CreateKeyAsync();
        await ChangeAsync(visitor, $"/tokens/{key.Key.Id}/limits", ("Expiry", "never"), ("RequestsPerMinute", $"{Allowed}"));
        using var first = platform.Gateway(key.Secret);
        using var second = platform.Gateway(key.Secret, GatewaySettings.Second);
        var answers = await Task.WhenAll(Enumerable.Range(0, Sent).Select(i => (i % 2 == 0 ? first : second).ChatAsync(Chat.Body())));
        Assert.Equal(Allowed, answers.Count(answer => answer.IsSuccessStatusCode));
        foreach (var refused in answers.Where(answer => !answer.IsSuccessStatusCode))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
            Assert.Equal(
                ("2", "0"),
                (
                    refused.Headers.GetValues("x-ratelimit-limit-requests").Single(),
                    refused.Headers.GetValues("x-ratelimit-remaining-requests").Single()
                )
            );
            Assert.Contains("may send 2 requests a minute", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        // Whoever is at its rate may still ask why, and a rotation is no second rate.
        var shown = (await first.GetFromJsonAsync<JsonElement>("/v1/key")).GetProperty("data").GetProperty("rate_limit");
        Assert.Equal((2, "1m"), (shown.GetProperty("requests").GetInt32(), shown.GetProperty("interval").GetString()));
        using var rotated = await person.SendAsync(HttpMethod.Post, $"/keys/{key.Key.Id}/rotate", new RotateKeyRequest(3_600));
        var replacement = (await rotated.Content.ReadFromJsonAsync<KeyCreated>())!;
        Assert.Equal("rate_limit_exceeded", await CodeAsync(replacement, "gateway"));

        using (var raised = await LimitAsync(person, replacement, new KeyLimits()))
            Assert.Equal(HttpStatusCode.OK, raised.StatusCode);
        await ExpectAsync(key, null);
        await ExpectAsync(replacement, null);
    }

    [Fact]
    public async Task Tokens_a_minute_and_requests_at_once_are_set_on_the_page_and_in_force_at_each_gateway()
    {
        var person = await Person.RegisterAsync(platform);
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        var key = await person.CreateKeyAsync();
        await ExpectAsync(key, null);
        var path = $"/tokens/{key.Key.Id}/limits";
        await ChangeAsync(visitor, path, ("Expiry", "never"), ("TokensPerMinute", "20"), ("ConcurrentRequests", "7"));
        await ExpectAsync(key, "request_too_large");
        Assert.Equal(new KeyLimits(TokensPerMinute: 20, ConcurrentRequests: 7), (await KeyAsync(person, key)).Limits);
        using (var form = await visitor.GetAsync(path))
        {
            var text = await PageVisitor.TextAsync(form);
            Assert.Contains("value=\"20\"", text, StringComparison.Ordinal);
            Assert.Contains("value=\"7\"", text, StringComparison.Ordinal);
            Assert.Matches("Empty: [0-9,]+, as every key", text);
        }

        using (var page = await visitor.GetAsync($"/tokens/{key.Key.Id}"))
        {
            var rates = Rates().Match(await PageVisitor.TextAsync(page)).Value;
            Assert.Matches(@"This key</th>\s*<td[^>]*>[0-9,]+</td>\s*<td[^>]*>20</td>\s*<td[^>]*>7</td>", rates);
            Assert.Matches(@"All your keys together</th>\s*<td[^>]*>[^<]+</td>\s*<td[^>]*>[^<]+</td>\s*<td[^>]*>[0-9,]+</td>", rates);
        }
        using (var client = platform.Gateway(key.Secret))
        {
            var limits = (await client.GetFromJsonAsync<JsonElement>("/v1/key")).GetProperty("data").GetProperty("rate_limit");
            Assert.Equal((20, 7), (limits.GetProperty("tokens").GetInt32(), limits.GetProperty("concurrent_requests").GetInt32()));
        }

        using (
            await visitor.SendFormAsync(
                "/tokens/new",
                ("Name", "made"),
                ("RequestsPerMinute", "5"),
                ("TokensPerMinute", "6"),
                ("ConcurrentRequests", "7")
            )
        )
        {
            using var listed = await person.SendAsync(HttpMethod.Get, "/keys");
            var made = (await listed.Content.ReadFromJsonAsync<KeyView[]>())!.Single(each => each.Name == "made");
            Assert.Equal(new KeyLimits(RequestsPerMinute: 5, TokensPerMinute: 6, ConcurrentRequests: 7), made.Limits);
        }

        // A rotation keeps them, and the form without them takes them away.
        using var rotated = await person.SendAsync(HttpMethod.Post, $"/keys/{key.Key.Id}/rotate", new RotateKeyRequest());
        var replacement = (await rotated.Content.ReadFromJsonAsync<KeyCreated>())!;
        await ExpectAsync(replacement, "request_too_large");
        await ChangeAsync(visitor, $"/tokens/{replacement.Key.Id}/limits", ("Expiry", "never"), ("TokensPerMinute", ""));
        await ExpectAsync(replacement, null);
    }

    [Fact]
    public async Task A_limit_that_cannot_be_is_refused_with_its_field_and_changes_nothing()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        var key = await person.CreateKeyAsync(new CreateKeyRequest("k", SpendLimit: Money.FromUsd(3)));
        foreach (
            var (fields, error) in (((string, string)[], string)[])
                [
                    ([("SpendLimit", "1.125")], "1.125 has two readings: 1.125 and 1125."),
                    ([("Expiry", "day")], "Choose the day on which the key expires."),
                    ([("Expiry", "30"), ("ExpiresOn", "2099-01-01")], "Choose either \"on a day\" and the day, or another end and no day."),
                    ([("Expiry", "day"), ("ExpiresOn", "2020-01-01")], "Choose today or a later day"),
                    ([("PeriodLimit", "12,50"), ("Period", "Day")], "12,50 has two readings: 12.50 and 1250."),
                    ([("PeriodLimit", "0")], "Write a limit above 0 and at most 1000000 US dollars, like 5 or 12.50."),
                    ([("RequestsPerMinute", "1.5")], "Write a whole number from 1 to 1000000, like 60."),
                    ([("TokensPerMinute", "1,000")], "Write a whole number from 1 to 1000000000, like 100000."),
                    ([("ConcurrentRequests", "0")], "Write a whole number from 1 to 100000, like 4."),
                    ([("Models", "gpt-nowhere")], "Not in the catalogue: \"gpt-nowhere\"."),
                ]
        )
        {
            using var refused = await visitor.SendFormAsync($"/tokens/{key.Key.Id}/limits", fields);
            Assert.Contains(error, await PageVisitor.TextAsync(refused), StringComparison.Ordinal);
        }

        Assert.Equal(new KeyLimits(SpendLimit: Money.FromUsd(3)), (await KeyAsync(person, key)).Limits);
        var stranger = await Person.RegisterAsync(platform, pack: null);
        using (var theirs = await LimitAsync(stranger, key, new KeyLimits()))
            Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        using var other = await PageVisitor.SignInAsync(platform, stranger);
        using var page = await other.SendFormAsync($"/tokens/{key.Key.Id}/limits", ("Expiry", "never"));
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    private static Task<HttpResponseMessage> LimitAsync(Person person, KeyCreated key, KeyLimits limits) =>
        person.SendAsync(HttpMethod.Patch, $"/keys/{key.Key.Id}", new UpdateKeyRequest(Limits: limits));

    private static async Task ChangeAsync(PageVisitor visitor, string path, params (string, string)[] fields)
    {
        using var saved = await visitor.SendFormAsync(path, fields);
        Assert.Equal((HttpStatusCode.Redirect, path[..^"/limits".Length]), (saved.StatusCode, saved.Headers.Location?.OriginalString));
    }

    private static async Task<KeyView> KeyAsync(Person person, KeyCreated key)
    {
        using var response = await person.SendAsync(HttpMethod.Get, "/keys");
        return (await response.Content.ReadFromJsonAsync<KeyView[]>())!.Single(each => each.Id == key.Key.Id);
    }

    /// <summary>That each gateway answers so, not later than two seconds from now; a code of null is an answer.</summary>
    private async Task ExpectAsync(KeyCreated key, string? code)
    {
        await Task.Delay(InForce);
        Assert.Equal((code, code), (await CodeAsync(key, "gateway"), await CodeAsync(key, GatewaySettings.Second)));
    }

    private async Task<string?> CodeAsync(KeyCreated key, string gateway) =>
        (await ErrorAsync(key, gateway)) is { ValueKind: JsonValueKind.Object } error ? error.GetProperty("code").GetString() : null;

    private async Task<string?> MessageAsync(KeyCreated key) => (await ErrorAsync(key, "gateway")).GetProperty("message").GetString();

    /// <summary>Undefined when there is none.</summary>
    private async Task<JsonElement> ErrorAsync(KeyCreated key, string gateway)
    {
        using var client = platform.Gateway(key.Secret, gateway);
        using var response = await client.ChatAsync(Chat.Body());
        return response.IsSuccessStatusCode ? default : (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
    }

    /// <summary>What <c>GET /v1/key</c> says of a limit for a week.</summary>
    private async Task ExpectShownAsync(KeyCreated key, Money spent, Money limit, DateOnly anew)
    {
        using var client = platform.Gateway(key.Secret);
        var shown = (await client.GetFromJsonAsync<JsonElement>("/v1/key")).GetProperty("data");
        Assert.Equal(spent.Usd, shown.GetProperty("usage_weekly").GetDecimal());
        Assert.Equal(
            (JsonValueKind.Null, "week", limit.Usd, spent.Usd, 0.000000001m, $"{anew:yyyy-MM-dd}T00:00:00+00:00"),
            (
                shown.GetProperty("limit").ValueKind,
                shown.GetProperty("period_limit").GetProperty("period").GetString(),
                shown.GetProperty("period_limit").GetProperty("limit").GetDecimal(),
                shown.GetProperty("period_limit").GetProperty("usage").GetDecimal(),
                shown.GetProperty("period_limit").GetProperty("limit_remaining").GetDecimal(),
                shown.GetProperty("period_limit").GetProperty("resets_at").GetString()
            )
        );
    }

    [GeneratedRegex("<table id=\"rates\".*?</table>", RegexOptions.Singleline)]
    private static partial Regex Rates();
}
