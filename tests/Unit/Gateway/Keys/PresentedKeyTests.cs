using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Keys;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Keys;

public sealed class PresentedKeyTests
{
    private static readonly ApiKey Key = ApiKey.Create();

    private static (PresentedKey? Key, KeyProblem? Fault) Read(string query, params (string Header, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        http.Request.QueryString = new QueryString(query);
        foreach (var (header, value) in headers)
            http.Request.Headers[header] = value;
        return PresentedKey.Read(http.Request);
    }

    private static string Explain(string header, string value, string query = "")
    {
        var (key, problem) = Read(query, (header, value));
        Assert.Null(key);
        var error = ApiErrors.InvalidApiKey(problem!.Message);
        Assert.Equal((401, "invalid_api_key"), (error.Status, error.Code));
        return error.Message;
    }

    private static string ExplainBearer(string text) => Explain("Authorization", "Bearer " + text);

    [Theory]
    [InlineData("Authorization", "Bearer ", "Authorization")]
    [InlineData("authorization", "bearer ", "Authorization")]
    [InlineData("x-api-key", "", "x-api-key")]
    [InlineData("api-key", "", "api-key")]
    public void The_same_key_works_in_each_header(string header, string before, string expected)
    {
        var presented = Read("", (header, before + Key.Text)).Key;
        Assert.Equal((Key.Hash, expected), (presented!.Key.Hash, presented.Header));
    }

    [Theory]
    [InlineData("", "No API key was sent")]
    [InlineData("Bearer", "No API key was sent")]
    [InlineData("Bearer ", "No API key was sent")]
    [InlineData("Bearer sk-proj-abcdefghijklmnop", "key of OpenAI")]
    [InlineData("Bearer sk-ant-api03-abcdefghijklmnop", "key of Anthropic")]
    [InlineData("Bearer sk-or-v1-abcdefghijklmnop", "key of OpenRouter")]
    [InlineData("Bearer https://api.example.com/v1", "holds an address")]
    [InlineData("Bearer localhost:8080/v1", "holds an address")]
    [InlineData("Bearer gpt-4.1-mini", "holds the name of a model")]
    [InlineData("Bearer anthropic/claude-sonnet-4-5", "holds the name of a model")]
    [InlineData("Bearer something-else-entirely", "ours begin with sk-")]
    [InlineData("Bearer sk-tooshort12345", "cut while copying")]
    [InlineData("Basic dXNlcjpwYXNz", "Basic authentication")]
    public void Each_mistake_is_named(string authorization, string expected) =>
        Assert.Contains(expected, Explain("Authorization", authorization), StringComparison.Ordinal);

    [Theory]
    [InlineData("$OPENAI_API_KEY")]
    [InlineData("${PLATFORM_API_KEY}")]
    [InlineData("$env:KEY")]
    [InlineData("{{ apiKey }}")]
    [InlineData("%OPENAI_API_KEY%")]
    [InlineData("YOUR_API_KEY")]
    [InlineData("your-api-key-here")]
    [InlineData("<your key>")]
    [InlineData("sk-...")]
    [InlineData("sk-…")]
    [InlineData("sk-xxxxxxxx")]
    [InlineData("process.env.KEY")]
    [InlineData("undefined")]
    [InlineData("dummy")]
    public void A_placeholder_that_nobody_filled_in_is_named(string text) =>
        Assert.Contains("holds a placeholder", ExplainBearer(text), StringComparison.Ordinal);

    [Fact]
    public void Bearer_twice_is_named() => Assert.Contains("word Bearer", ExplainBearer("Bearer " + Key.Text), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"", "\"", "it has quotes in it or around it")]
    [InlineData("“", "”", "it has quotes in it or around it")]
    [InlineData("\u200b", "", "it has invisible characters in it")]
    [InlineData("", "\ufeff", "it has invisible characters in it")]
    [InlineData("\u00a0", "", "it has invisible characters in it")]
    [InlineData("", "\\n", "it has line breaks in it")]
    [InlineData("'", " \u00a0'", "it has quotes and spaces and invisible characters in it")]
    public void What_strayed_around_a_key_is_named(string before, string after, string expected) =>
        Assert.Contains(expected, Explain("x-api-key", before + Key.Text + after), StringComparison.Ordinal);

    [Theory]
    [InlineData(" ", "spaces")]
    [InlineData("\n", "line breaks")]
    [InlineData("\u200d", "invisible characters")]
    public void What_strayed_into_a_key_is_named(string stray, string expected)
    {
        var message = ExplainBearer(Key.Text[..20] + stray + Key.Text[20..]);
        Assert.Equal(
            $"The API key ending in {Key.LastFour} is one of ours, but it has {expected} in it or around it. Enter it without them.",
            message
        );
    }

    [Fact]
    public void A_mistyped_key_is_distinguished_from_a_cut_one_and_from_one_pasted_twice()
    {
        var wrong = Key.Text[..20] + (Key.Text[20] == 'x' ? 'y' : 'x') + Key.Text[21..];
        Assert.Contains("wrong character", Explain("x-api-key", wrong), StringComparison.Ordinal);
        Assert.Contains("pasted twice", Explain("x-api-key", Key.Text + Key.Text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-api-token")]
    [InlineData("x-goog-api-key")]
    public void A_key_in_another_vendors_header_is_answered_with_where_it_belongs(string header)
    {
        var message = Explain(header, Key.Text);
        Assert.Contains($"came in the header {header}", message, StringComparison.Ordinal);
        Assert.Contains("'Authorization: Bearer sk-...'", message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Text[..10], message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_without_the_word_bearer_is_answered_with_what_is_missing() =>
        Assert.Contains("the word Bearer is missing", Explain("Authorization", Key.Text), StringComparison.Ordinal);

    [Theory]
    [InlineData("key")]
    [InlineData("api_key")]
    public void A_key_in_the_address_is_never_taken_and_must_be_replaced(string parameter)
    {
        var message = Explain("accept", "*/*", $"?{parameter}={Key.Text}");
        Assert.Contains($"stood in the address (?{parameter}=)", message, StringComparison.Ordinal);
        Assert.Contains("Replace that key", message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Text[..10], message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-api-key", "api-key")]
    [InlineData("Authorization", "api-key")]
    public void Two_different_keys_in_any_two_headers_are_refused(string first, string second)
    {
        var other = ApiKey.Create();
        var problem = Read("", (first, first == "Authorization" ? "Bearer " + Key.Text : Key.Text), (second, other.Text)).Fault!;
        Assert.Contains(
            $"one ending in {Key.LastFour} as {first}, another ending in {other.LastFour} as {second}",
            problem.What,
            StringComparison.Ordinal
        );
    }

    /// <summary>Azure's clients send a token of theirs as Authorization when they are given both.</summary>
    [Fact]
    public void A_key_of_ours_counts_beside_a_token_of_another() =>
        Assert.Equal(Key.Hash, Read("", ("Authorization", "Bearer eyJhbGciOiJSUzI1NiJ9"), ("api-key", Key.Text)).Key!.Key.Hash);

    [Fact]
    public void A_mistaken_key_of_an_Azure_client_is_explained() =>
        Assert.Contains("cut while copying", Explain("api-key", Key.Text[..30]), StringComparison.Ordinal);

    [Fact]
    public void Two_different_keys_of_ours_are_refused()
    {
        var other = ApiKey.Create();
        var (key, problem) = Read("", ("Authorization", "Bearer " + Key.Text), ("x-api-key", other.Text));
        Assert.Null(key);
        Assert.Contains(
            $"one ending in {Key.LastFour} as Authorization, another ending in {other.LastFour} as x-api-key",
            problem!.What,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("sk-ant-api03-abcdefghijklmnop")]
    [InlineData("dummy")]
    public void Beside_a_key_of_ours_another_vendors_does_not_matter(string other)
    {
        Assert.Equal(Key.Hash, Read("", ("Authorization", "Bearer " + Key.Text), ("x-api-key", other)).Key?.Key.Hash);
        Assert.Equal(Key.Hash, Read("", ("Authorization", "Bearer " + other), ("x-api-key", Key.Text)).Key?.Key.Hash);
        Assert.Equal(Key.Hash, Read("", ("Authorization", "Bearer " + Key.Text), ("x-api-key", Key.Text)).Key?.Key.Hash);
    }

    [Fact]
    public void No_more_than_four_characters_of_a_key_are_repeated()
    {
        var message = ExplainBearer(Key.Text[..40]);
        Assert.DoesNotContain(Key.Text[..10], message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Text[34..40], message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_or_an_address_in_the_model_field_is_named_and_a_key_not_repeated()
    {
        var message = ApiErrors.ModelNotFound(Key.Text, []).Message;
        Assert.StartsWith("The model field holds an API key.", message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key.LastFour, message, StringComparison.Ordinal);
        Assert.StartsWith(
            "The model field holds an API key.",
            ApiErrors.ModelNotFound("sk-proj-abcdefghijklmnopqrst", []).Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "The model field holds an address.",
            ApiErrors.ModelNotFound("http://localhost:8080/v1", []).Message,
            StringComparison.Ordinal
        );
    }
}
