using System.Text.RegularExpressions;
using Platform.Accounts.Catalogue;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Catalogue;

public sealed partial class CatalogueUpstreamsTests
{
    private const string Secret = "sk-proj-Qx3vB9nLw2TzYk8RmPd4HfJc6GaSe1Ub";

    private const string Good = """
        {
          "upstreams": [
            {
              "name": "openai", "baseUrl": "https://api.openai.com/v1/", "provider": "openai",
              "credentials": [ { "name": "main", "setting": "Secrets:OpenAIMain", "weight": 3 }, { "name": "spare", "setting": "OPENAI_SPARE_KEY" } ],
              "outputLimitField": "max_tokens", "accountField": "none", "requestHeaders": "x-title, x-vendor-*",
              "limits": { "requestsPerMinute": 600, "tokensPerMinute": 400000, "concurrentRequests": 50 },
              "deadlines": { "connect": "500ms", "headers": "5m", "firstToken": "90s", "silence": "60s", "total": "1h" }
            },
            { "name": "local" }
          ],
          "models": [
            {
              "id": "a", "ownedBy": "o", "createdAt": "2025-01-01", "contextTokens": 9, "maxOutputTokens": 9, "fallbacks": ["b"],
              "routes": [
                {
                  "upstream": "openai", "upstreamModel": "m", "protocols": ["openai-chat"], "priority": 2, "weight": 5,
                  "limits": { "concurrentRequests": 7 }, "deadlines": { "firstToken": "20s" },
                  "usdPerMillionTokens": { "input": 1, "output": 2 }
                },
                { "upstream": "local", "upstreamModel": "n", "protocols": ["openai-chat"], "usdPerMillionTokens": { "input": 1, "output": 2 } }
              ]
            },
            {
              "id": "b", "ownedBy": "o", "createdAt": "2025-01-01", "contextTokens": 9, "maxOutputTokens": 9,
              "routes": [ { "upstream": "local", "upstreamModel": "b", "protocols": ["openai-chat"], "usdPerMillionTokens": { "input": 1, "output": 2 } } ]
            }
          ]
        }
        """;

    [Fact]
    public void An_upstream_is_read_with_all_its_members()
    {
        var (catalogue, faults) = Parse(Good);
        Assert.Empty(faults);
        Assert.Equivalent(
            new[]
            {
                new UpstreamDefinition(
                    "openai",
                    "https://api.openai.com/v1",
                    [new CredentialReference("main", "Secrets:OpenAIMain", 3), new CredentialReference("spare", "OPENAI_SPARE_KEY")],
                    "openai",
                    "max_tokens",
                    "none",
                    "x-title, x-vendor-*",
                    new RateLimits(600, 400_000, 50),
                    new Deadlines(
                        TimeSpan.FromMilliseconds(500),
                        TimeSpan.FromMinutes(5),
                        TimeSpan.FromSeconds(90),
                        TimeSpan.FromSeconds(60),
                        TimeSpan.FromHours(1)
                    )
                ),
                new UpstreamDefinition("local"),
            },
            catalogue.Upstreams,
            strict: true
        );
    }

    [Fact]
    public void A_route_has_a_place_among_others_and_limits_and_deadlines_of_its_own()
    {
        var (catalogue, _) = Parse(Good);
        var model = catalogue.Models[0];
        Assert.Equal(["b"], model.Fallbacks);
        Assert.Equal([(2, 5), ((int?)null, 1)], model.Routes.Select(route => (route.Priority, route.Weight)));
        Assert.Equal(new RateLimits(ConcurrentRequests: 7), model.Routes[0].Limits);
        Assert.Equal(new Deadlines(FirstToken: TimeSpan.FromSeconds(20)), model.Routes[0].Deadlines);
        Assert.Equal((null, null), (model.Routes[1].Limits, model.Routes[1].Deadlines));
    }

    [Fact]
    public void A_file_without_upstreams_leaves_them_to_the_settings_of_the_gateway()
    {
        var (catalogue, faults) = Parse(Good[..Good.IndexOf("\"upstreams\"", StringComparison.Ordinal)] + Good[Models..]);
        Assert.Empty(faults);
        Assert.Null(catalogue.Upstreams);
    }

    [Theory]
    [InlineData("\"name\": \"openai\", ", "", "3: upstream 1: name is missing.")]
    [InlineData(
        "\"name\": \"openai\"",
        "\"name\": \"open ai\"",
        "4: upstream 1: name must be 1 to 64 letters, digits, dots, dashes or underscores."
    )]
    [InlineData(
        "\"name\": \"local\"",
        "\"name\": \"OpenAI\"",
        "10: upstream OpenAI: name is there more than once; name each upstream once."
    )]
    [InlineData(
        "https://api.openai.com/v1/",
        "api.openai.com",
        "4: upstream openai: baseUrl must be an absolute http or https address, for example https://api.openai.com/v1."
    )]
    [InlineData("\"max_tokens\"", "\"tokens\"", "6: upstream openai: outputLimitField must be one of max_completion_tokens, max_tokens.")]
    [InlineData(
        "\"none\"",
        "\"nobody\"",
        "6: upstream openai: accountField must be one of safety_identifier, user, metadata.user_id, none."
    )]
    [InlineData(
        "x-title",
        "Authorization",
        "6: upstream openai: requestHeaders must be names of headers, separated by commas, none of them a credential, an idempotency key or one that HTTP itself uses, for example \"x-title, x-vendor-*\"."
    )]
    [InlineData("600", "0", "7: upstream openai: limits: requestsPerMinute must be a whole number from 1 to 1000000.")]
    [InlineData("600", "0.5", "7: upstream openai: limits: requestsPerMinute must be a whole number from 1 to 1000000.")]
    [InlineData("400000", "1000000001", "7: upstream openai: limits: tokensPerMinute must be a whole number from 1 to 1000000000.")]
    [InlineData(
        "\"requestsPerMinute\"",
        "\"requests\"",
        "7: upstream openai: limits: requests is not known here; known are requestsPerMinute, tokensPerMinute, concurrentRequests."
    )]
    [InlineData(
        "Secrets:OpenAIMain",
        "Secrets__OpenAIMain",
        "5: upstream openai: credential main: setting must be the name of a setting of the gateway, such as Secrets:OpenAIMain (environment variable Secrets__OpenAIMain)."
    )]
    [InlineData("\"weight\": 3", "\"weight\": 0", "5: upstream openai: credential main: weight must be a whole number from 1 to 1000.")]
    [InlineData("\"weight\": 5", "\"weight\": 1001", "17: model a: route 1: weight must be a whole number from 1 to 1000.")]
    [InlineData("\"priority\": 2", "\"priority\": -1", "17: model a: route 1: priority must be a whole number from 0 to 1000.")]
    [InlineData("\"spare\"", "\"Main\"", "5: upstream openai: credentials has the same name twice.")]
    [InlineData(
        "OPENAI_SPARE_KEY",
        "Secrets:OpenAIMain",
        "5: upstream openai: credentials has the same setting twice: give the one credential the weight of both."
    )]
    [InlineData("[\"b\"]", "[\"b\", \"c\"]", "14: model a: fallbacks must be ids of models of the catalogue, and c is none.")]
    [InlineData("[\"b\"]", "[\"a\"]", "14: model a: fallbacks must not lead back to the model: a, a.")]
    [InlineData(
        "\"id\": \"b\",",
        "\"id\": \"b\", \"fallbacks\": [\"a\"],",
        "14: model a: fallbacks must not lead back to the model: a, b, a."
    )]
    [InlineData(
        "\"upstream\": \"openai\"",
        "\"upstream\": \"opnai\"",
        "15: model a: routes has an upstream that is not among upstreams, in route 1; known are openai, local."
    )]
    [InlineData(
        "\"firstToken\": \"20s\"",
        "\"firstToken\": \"2h\"",
        "15: model a: routes has deadlines that cannot be met, in route 1 on openai: firstToken must not be longer than total, which is 1h."
    )]
    [InlineData("\"500ms\"", "\"6m\"", "8: upstream openai: deadlines: connect must not be longer than headers, which is 5m.")]
    [InlineData("\"60s\"", "\"61m\"", "8: upstream openai: deadlines: silence must not be longer than total, which is 1h.")]
    public void A_fault_names_line_place_and_mend(string find, string replace, string fault) =>
        Assert.Contains("c.json:" + fault, Parse(Good.Replace(find, replace, StringComparison.Ordinal)).Faults);

    [Theory]
    [InlineData("60")]
    [InlineData("\"60\"")]
    [InlineData("\"1.5s\"")]
    [InlineData("\"00:01:00\"")]
    [InlineData("\"1 m\"")]
    [InlineData("\"60S\"")]
    [InlineData("\"-5s\"")]
    [InlineData("\"0s\"")]
    [InlineData("\"99ms\"")]
    [InlineData("\"25h\"")]
    [InlineData("\"99999999h\"")]
    [InlineData("{}")]
    public void A_duration_has_one_reading(string silence) =>
        Assert.Equal(
            [
                "c.json:8: upstream openai: deadlines: silence must be a duration from \"100ms\" to \"24h\" with its unit, such as \"90s\" or \"10m\".",
            ],
            Parse(Good.Replace("\"60s\"", silence, StringComparison.Ordinal)).Faults
        );

    [Theory]
    [InlineData("Secrets:OpenAIMain", Secret)]
    [InlineData("Secrets:OpenAIMain", "Secrets:" + Secret)]
    [InlineData("Secrets:OpenAIMain", "9f86d081884c7d659a2feaa0c55ad015")]
    [InlineData("Secrets:OpenAIMain", "3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    [InlineData("Secrets:OpenAIMain", "AIzaSyA1b2C3d4E5f6G7h8I9j0")]
    [InlineData("Secrets:OpenAIMain", "Bearer abc")]
    [InlineData("\"name\": \"main\"", $"\"name\": \"{Secret}\"")]
    [InlineData("\"name\": \"openai\"", $"\"name\": \"{Secret}\"")]
    [InlineData("\"weight\": 3", $"\"apiKey\": \"{Secret}\"")]
    [InlineData("\"weight\": 3", $"\"{Secret}\": 3")]
    [InlineData("\"provider\": \"openai\"", $"\"apiKey\": \"{Secret}\"")]
    [InlineData("https://api.openai.com/v1/", $"https://user:{Secret}@api.openai.com/v1")]
    [InlineData("https://api.openai.com/v1/", $"https://api.openai.com/v1?key={Secret}")]
    [InlineData("https://api.openai.com/v1/", $"https://api.openai.com/{Secret}")]
    [InlineData("Secrets:OpenAIMain", "hunter2")]
    public void A_secret_is_refused_and_never_repeated(string find, string replace)
    {
        var faults = Parse(Good.Replace(find, replace, StringComparison.Ordinal)).Faults;
        Assert.NotEmpty(faults);
        var secret = Value().Matches(replace).Select(match => match.Value).Single(value => !Good.Contains(value, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain(secret, fault, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain(Secret, fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Secrets:OpenAIMain")]
    [InlineData("Secrets:OpenAIProductionOrganisationMain2")]
    [InlineData("Secrets:openai-production-organisation-2")]
    [InlineData("Providers:AzureOpenAI:SwedenCentral:Key1")]
    [InlineData("ANTHROPIC_API_KEY_2")]
    public void The_name_of_a_setting_is_no_secret(string setting) =>
        Assert.Empty(Parse(Good.Replace("Secrets:OpenAIMain", setting, StringComparison.Ordinal)).Faults);

    private static int Models => Good.IndexOf("\"models\"", StringComparison.Ordinal);

    private static (Platform.Contracts.Catalogue Catalogue, List<string> Faults) Parse(string json)
    {
        List<string> faults = [];
        return (CatalogueFile.Parse(json, "c.json", faults), faults);
    }

    [GeneratedRegex("[^\"@:/=]{7,}(?: [a-z]+)?")]
    private static partial Regex Value();
}
