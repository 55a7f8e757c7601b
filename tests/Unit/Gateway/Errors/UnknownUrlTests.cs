using Platform.Gateway.Catalog;
using Platform.Gateway.Errors;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Errors;

public sealed class UnknownUrlTests
{
    private const string BaseUrl = "http://localhost:8080/v1";
    private const string Versioned = "Set the Base URL in your tool to http://localhost:8080/v1; your tool adds the rest.";
    private const string Root =
        "Set the Base URL in your tool (ANTHROPIC_BASE_URL) to http://localhost:8080 without /v1, which the clients of Anthropic's API add by themselves.";

    [Theory]
    [InlineData("POST", "/chat/completions", "does not begin with /v1")]
    [InlineData("POST", "/responses", "does not begin with /v1")]
    [InlineData("POST", "/embeddings", "does not begin with /v1")]
    [InlineData("POST", "/completions/", "does not begin with /v1")]
    [InlineData("GET", "/models", "does not begin with /v1")]
    [InlineData("GET", "/doctor", "as http://localhost:8080/v1/doctor does")]
    [InlineData("POST", "/api/v1/chat/completions", "stands between the host and /v1")]
    [InlineData("POST", "/v1/openai/chat/completions", "stands between the host and /v1, or after it")]
    [InlineData("POST", "/v1/v1/chat/completions", "/v1 twice")]
    [InlineData("GET", "/v1/v1/models", "/v1 twice")]
    [InlineData("POST", "//v1/responses", "two slashes in a row")]
    [InlineData("POST", "/v1//chat/completions", "two slashes in a row")]
    [InlineData("POST", "/v1/chat/completions/chat/completions", "must end before /chat/completions")]
    [InlineData("POST", "/v1/chat/completions/responses", "must end before /chat/completions")]
    [InlineData("GET", "/v1/chat/completions/models", "names the endpoint twice")]
    [InlineData("GET", "/v1/models/models", "must end before /models")]
    [InlineData("GET", "/", "not a page")]
    [InlineData("GET", "/v1", "not a page")]
    [InlineData("POST", "/moderations", "There is no POST /moderations here")]
    [InlineData("POST", "/openai/deployments/gpt/chat/completions", "API of Azure OpenAI")]
    [InlineData("POST", "/openai/deployments/gpt/chat/completions", "Use its v1 API (/openai/v1, ")]
    [InlineData("POST", "/api/chat", "API of Ollama")]
    [InlineData("POST", "/v1beta/models/x:generateContent", "API of Google Gemini")]
    public void A_wrong_address_is_explained_with_the_base_url_to_use(string method, string path, string expected)
    {
        var message = UnknownUrl.Explain(method, path, BaseUrl);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(Versioned, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/v1/v1/messages", "/v1 twice")]
    [InlineData("POST", "/v1/v1/messages/count_tokens", "/v1 twice")]
    [InlineData("POST", "/v1/messages/v1/messages", "must end before /messages")]
    [InlineData("POST", "/v1/chat/completions/v1/messages", "must end before /chat/completions")]
    public void Whoever_adds_v1_messages_gets_the_base_url_without_v1(string method, string path, string expected)
    {
        var message = UnknownUrl.Explain(method, path, BaseUrl);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.EndsWith(Root, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/messages")]
    [InlineData("/messages/count_tokens")]
    [InlineData("/v1/messages/messages")]
    public void Whoever_adds_only_messages_gets_the_base_url_with_v1(string path) =>
        Assert.EndsWith(Versioned, UnknownUrl.Explain("POST", path, BaseUrl, takesRoot: true), StringComparison.Ordinal);

    [Theory]
    [InlineData("GET", "/v1/chat/completions", "takes POST. The Base URL is right.")]
    [InlineData("GET", "/v1/responses", "takes POST. The Base URL is right.")]
    [InlineData("GET", "/v1/embeddings", "takes POST. The Base URL is right.")]
    [InlineData("GET", "/v1/messages", "takes POST. The Base URL is right.")]
    [InlineData("POST", "/v1/models", "takes GET. The Base URL is right.")]
    [InlineData("POST", "/v1/doctor", "takes GET. The Base URL is right.")]
    [InlineData("POST", "/v1/unheard-of", "There is no POST /v1/unheard-of here. The Base URL is right; the API has no such endpoint.")]
    [InlineData("DELETE", "/v1/models/gpt-4o", "The Base URL is right; the API has no such endpoint.")]
    public void The_base_url_is_not_blamed_where_it_is_right(string method, string path, string expected)
    {
        foreach (var takesRoot in (bool[])[false, true])
        {
            var message = UnknownUrl.Explain(method, path, BaseUrl, takesRoot);
            Assert.Contains(expected, message, StringComparison.Ordinal);
            Assert.DoesNotContain("Set the Base URL", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/v1/moderations", "/v1/moderations", "moderation")]
    [InlineData("/v1/files", "/v1/files", "file storage")]
    [InlineData("/v1/files/file-1/content", "/v1/files", "file storage")]
    [InlineData("/v1/images/generations", "/v1/images", "image generation")]
    [InlineData("/v1/audio/transcriptions", "/v1/audio", "speech and transcription")]
    [InlineData("/v1/rerank", "/v1/rerank", "reranking")]
    [InlineData("/v1/batches", "/v1/batches", "batches of requests")]
    [InlineData("/v1/messages/batches", "/v1/messages/batches", "batches of requests")]
    [InlineData("/v1/assistants", "/v1/assistants", "assistants")]
    [InlineData("/v1/realtime", "/v1/realtime", "realtime sessions")]
    [InlineData("/V1/Threads/x/runs", "/v1/threads", "assistants")]
    public void What_is_not_offered_says_so(string path, string expected, string what)
    {
        Assert.Equal((expected, what), NotOffered.Find(path));
        var error = ApiErrors.EndpointNotOffered(expected, what);
        Assert.Equal((404, "endpoint_not_offered"), (error.Status, error.Code));
        Assert.Contains($"{expected} ({what}) is not offered here", error.Message, StringComparison.Ordinal);
        Assert.Contains("Your Base URL is right", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/moderations")]
    [InlineData("/v1/v1/moderations")]
    [InlineData("/v1/filesystem")]
    [InlineData("/v1/unheard-of")]
    [InlineData("/v1/messages")]
    public void What_has_a_wrong_base_url_or_is_unheard_of_is_no_endpoint_of_another_api(string path) => Assert.Null(NotOffered.Find(path));

    [Fact]
    public void A_key_in_the_address_is_not_repeated()
    {
        var key = Platform.Contracts.ApiKey.Create();
        var message = UnknownUrl.Explain("POST", $"/v1/{key.Text}/chat/completions", BaseUrl);
        Assert.StartsWith("The address has an API key in it", message, StringComparison.Ordinal);
        Assert.DoesNotContain(key.LastFour, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Claude_code_gets_its_base_url_on_any_path() =>
        Assert.Contains(Root, UnknownUrl.Explain("GET", "/v1/v1/models", BaseUrl, takesRoot: true), StringComparison.Ordinal);
}

public sealed class NearMatchesTests
{
    private static readonly string[] Known = ["gpt-4.1", "gpt-4.1-mini", "gpt-4o", "claude-sonnet-4-5", "o3-2025-04-16"];

    [Theory]
    [InlineData("gpt-4.1-mnii", "gpt-4.1-mini")]
    [InlineData("GPT-4O", "gpt-4o")]
    [InlineData("openai/gpt-4.1-mini", "gpt-4.1-mini")]
    [InlineData("claude-sonnet-4.5", "claude-sonnet-4-5")]
    [InlineData("gpt-4o-2024-08-06", "gpt-4o")]
    [InlineData("gpt-4.1-mini-2025-04-14", "gpt-4.1-mini")]
    [InlineData("claude-sonnet-4-5-20250929", "claude-sonnet-4-5")]
    [InlineData("claude-sonnet-4-5-latest", "claude-sonnet-4-5")]
    [InlineData("anthropic/claude-sonnet-4.5:thinking", "claude-sonnet-4-5")]
    [InlineData("claude-sonnet-4-5@20250929", "claude-sonnet-4-5")]
    [InlineData("openai/gpt-4o:free", "gpt-4o")]
    [InlineData("gpt-4o-latest", "gpt-4o")]
    [InlineData("o3", "o3-2025-04-16")]
    public void The_nearest_name_comes_first(string typed, string expected) => Assert.Equal(expected, NearMatches.For(typed, Known)[0]);

    [Fact]
    public void A_name_like_none_suggests_none() => Assert.Empty(NearMatches.For("llama-3-70b-instruct", Known));
}
