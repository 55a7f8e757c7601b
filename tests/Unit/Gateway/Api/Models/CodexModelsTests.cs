using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Api.Models;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Api.Models;

public sealed class CodexModelsTests
{
    /// <summary>What versions of Codex from 0.80 on require; a list without one of them is refused whole.</summary>
    private static readonly string[] Required =
    [
        "slug",
        "display_name",
        "supported_reasoning_levels",
        "shell_type",
        "visibility",
        "supported_in_api",
        "priority",
        "base_instructions",
        "supports_reasoning_summaries",
        "support_verbosity",
        "truncation_policy",
        "supports_parallel_tool_calls",
        "experimental_supported_tools",
    ];

    private static Model Model(string id, string protocol, bool? reasoning = null) =>
        new(
            id,
            "vendor",
            DateTimeOffset.UnixEpoch,
            128_000,
            4_096,
            [new ModelRoute("primary", id, [protocol], new Price(1, 1, 1))],
            reasoning
        );

    private static JsonElement[] Write(params Model[] models)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            CodexModels.Write(json, models);
            json.WriteEndObject();
        }

        return [.. JsonDocument.Parse(output.ToArray()).RootElement.GetProperty("models").EnumerateArray()];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_Codex_gets_its_list(bool forCodex)
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await ModelsAnswer.WriteListAsync(http.Response, [Model("m", "openai-chat")], forCodex);
        http.Response.Body.Position = 0;
        using var answer = await JsonDocument.ParseAsync(http.Response.Body);
        Assert.Equal(forCodex, answer.RootElement.TryGetProperty("models", out _));
        Assert.Equal(1, answer.RootElement.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public void Every_model_has_all_that_any_version_requires()
    {
        var model = Assert.Single(Write(Model("m", "openai-chat")));
        Assert.All(Required, name => Assert.NotEqual(JsonValueKind.Null, model.GetProperty(name).ValueKind));
        Assert.Equal(("m", 128_000), (model.GetProperty("slug").GetString(), model.GetProperty("context_window").GetInt32()));
        Assert.Equal("{\"mode\":\"bytes\",\"limit\":10000}", model.GetProperty("truncation_policy").GetRawText());
        Assert.NotEmpty(model.GetProperty("base_instructions").GetString()!);
    }

    [Fact]
    public void Only_models_that_answer_Responses_are_listed_in_order() =>
        Assert.Equal(
            [("a", 0), ("b", 1), ("c", 2)],
            Write(
                    Model("a", "openai-chat"),
                    Model("vectors", "openai-embeddings"),
                    Model("b", "openai-responses"),
                    Model("c", "anthropic-messages")
                )
                .Select(model => (model.GetProperty("slug").GetString()!, model.GetProperty("priority").GetInt32()))
        );

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 0)]
    [InlineData(null, 0)]
    public void Efforts_are_offered_where_the_model_thinks(bool? reasoning, int efforts)
    {
        var model = Assert.Single(Write(Model("m", "openai-responses", reasoning)));
        Assert.Equal(efforts, model.GetProperty("supported_reasoning_levels").GetArrayLength());
        Assert.Equal(efforts > 0, model.TryGetProperty("default_reasoning_level", out _));
        Assert.Equal(efforts > 0, model.GetProperty("supports_reasoning_summaries").GetBoolean());
    }
}
