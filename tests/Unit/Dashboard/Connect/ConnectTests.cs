using Microsoft.Extensions.Time.Testing;
using Platform.Contracts;
using Platform.Dashboard.Connect;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Connect;

public sealed class ConnectTests
{
    private const string KeyId = "aaaaaaaaaaaa",
        OtherId = "bbbbbbbbbbbb";

    private static readonly Tool Codex = ConnectTool.Find("codex")!;

    private static RefusedRequest Refused(string code, string keyId = KeyId, string? model = null) =>
        new(
            "req_1",
            default,
            keyId,
            new DateTimeOffset(2026, 11, 29, 14, 3, 21, TimeSpan.Zero),
            "/v1/responses",
            model,
            "codex_cli_rs/0.42",
            404,
            code,
            "Did you mean 'gpt-5'?",
            true
        );

    [Fact]
    public void A_guessed_model_says_what_came_what_to_change_and_where()
    {
        var seen = SightingWords.Of(Refused("model_not_found", model: "gpt-5-codx"), Codex, KeyId, []);
        Assert.Equal(
            new Sighting(
                "req_1",
                "bad",
                "14:03:21",
                "Codex CLI called /v1/responses and asked for gpt-5-codx.",
                "Did you mean 'gpt-5'?",
                "Model name: model in ~/.codex/config.toml.",
                new SightingAction("Models and prices", "/models"),
                "/usage/req_1"
            ),
            seen
        );
    }

    [Theory]
    [InlineData("invalid_api_key", "API key: The environment variable", null)]
    [InlineData("unknown_url", "Base URL: base_url in ~/.codex/config.toml.", null)]
    [InlineData("insufficient_quota", null, "/credit")]
    [InlineData("key_limit_exceeded", null, "/tokens/aaaaaaaaaaaa")]
    [InlineData("rate_limit_exceeded", null, "/tokens/aaaaaaaaaaaa")]
    [InlineData("upstream_unavailable", null, null)]
    public void Each_mistake_is_mended_in_its_place(string code, string? place, string? address)
    {
        var seen = SightingWords.Of(Refused(code), Codex, KeyId, []);
        Assert.Equal(address, seen.Action?.Address);
        if (place is null)
            Assert.Null(seen.Place);
        else
            Assert.StartsWith(place, seen.Place, StringComparison.Ordinal);
    }

    /// <summary>Who mixes up the three learns which one it is, and where this tool has it.</summary>
    [Fact]
    public void Key_base_url_and_model_are_told_apart_for_each_tool()
    {
        foreach (var tool in ConnectTool.All)
        {
            string[] places =
            [
                .. ((string[])["invalid_api_key", "unknown_url", "model_not_found"]).Select(code =>
                    SightingWords.Of(Refused(code), tool, KeyId, []).Place ?? ""
                ),
            ];
            Assert.Equal([$"API key: {tool.Key}", $"Base URL: {tool.BaseUrl}", $"Model name: {tool.Model}"], places);
        }
    }

    [Fact]
    public void Another_key_is_named() =>
        Assert.Equal(
            "Codex CLI called /v1/responses with another key of yours, “Ended key sk-bbbb…”.",
            SightingWords.Of(Refused("invalid_api_key", OtherId), Codex, KeyId, []).What
        );

    [Fact]
    public void A_caller_without_a_name_begins_the_sentence() =>
        Assert.StartsWith(
            "An unnamed client called /v1/responses.",
            SightingWords.Of(Refused("unknown_url") with { Client = null }, Codex, KeyId, []).What,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_account_has_four_listening_pages_and_each_leaves_its_place()
    {
        var listeners = new Listeners();
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        for (var i = 0; i < Listeners.PerAccount; i++)
            Assert.True(listeners.TryEnter(one));
        Assert.False(listeners.TryEnter(one));
        Assert.True(listeners.TryEnter(other));
        listeners.Leave(one);
        Assert.True(listeners.TryEnter(one));
        Assert.False(listeners.TryEnter(one));
    }

    [Theory]
    [InlineData(null, -1)]
    [InlineData(0L, -3600)]
    [InlineData(long.MaxValue, 0)]
    [InlineData(long.MinValue, -3600)]
    public void A_page_listens_from_a_moment_of_the_last_hour(long? milliseconds, int seconds)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        Assert.Equal(time.GetUtcNow().AddSeconds(seconds), Moment.From(milliseconds, time));
    }
}
