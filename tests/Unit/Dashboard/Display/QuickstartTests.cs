using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class QuickstartTests
{
    private static readonly Catalogue Catalogue = new([
        Model("text-embedding-3-small", 0),
        Model("gpt-4.1", 1_000),
        Model("claude", 1_000),
    ]);

    [Fact]
    public void The_cheapest_living_model_is_suggested_and_for_a_tool_the_one_that_is_recommended_for_it()
    {
        var catalogue = new Catalogue([
            Priced("dear", 5, 30) with
            {
                RecommendedFor = ["codex"],
            },
            Priced("cheap", 1, 2),
            Priced("cheaper", 1, 1) with
            {
                Deprecation = new ModelDeprecation(default, default),
            },
        ]);
        Assert.Equal("cheap", Quickstart.FindModel(catalogue));
        Assert.Equal("dear", Quickstart.FindModel(catalogue, tool: "codex"));
        Assert.Equal("cheap", Quickstart.FindModel(catalogue, tool: "cline"));
        Assert.Equal("cheap", Quickstart.FindModel(catalogue, ["cheap", "cheaper"], "codex"));
    }

    /// <summary>Else the guide of a tool would suggest the cheapest, which few tools work with.</summary>
    [Fact]
    public void The_catalogue_recommends_a_living_model_for_every_tool_that_speaks_its_protocol()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Catalogue", "catalogue.json");
        var catalogue = Platform.Accounts.Catalogue.CatalogueText.Read(path).Parse().Catalogue;
        Assert.Empty(catalogue.Models.SelectMany(model => model.RecommendedFor ?? []).Except(Tool.All.Select(tool => tool.Id)));
        foreach (var tool in Tool.All)
        {
            var model = Assert.Single(catalogue.Models, model => model.RecommendedFor?.Contains(tool.Id) == true);
            Assert.Null(model.Deprecation);
            Assert.Equal(tool.UsesRootUrl, model.Routes[0].Protocols.Contains("anthropic-messages"));
            Assert.Equal(model.Id, Quickstart.FindModel(catalogue, tool: tool.Id));
        }
    }

    [Fact]
    public void A_model_that_writes_is_suggested_before_one_that_does_not() => Assert.Equal("gpt-4.1", Quickstart.FindModel(Catalogue));

    [Fact]
    public void A_limited_key_gets_a_model_it_may_call() => Assert.Equal("claude", Quickstart.FindModel(Catalogue, ["claude"]));

    [Fact]
    public void A_model_whose_end_is_announced_is_suggested_last()
    {
        var ending = Model("gpt-4.1", 1_000) with { Deprecation = new ModelDeprecation(default, default) };
        Assert.Equal("claude", Quickstart.FindModel(new Catalogue([ending, Model("claude", 1_000)])));
        Assert.Equal("gpt-4.1", Quickstart.FindModel(new Catalogue([Model("text-embedding-3-small", 0), ending])));
    }

    [Fact]
    public void Without_a_model_none_is_suggested() => Assert.Null(Quickstart.FindModel(Catalogue, ["gone"]));

    [Fact]
    public void The_command_holds_all_three_things()
    {
        var curl = new Quickstart("sk-test", "http://localhost:8080/v1", "gpt-4.1").Curl;
        Assert.Equal(
            """
            curl http://localhost:8080/v1/chat/completions \
              -H "Authorization: Bearer sk-test" \
              -H "Content-Type: application/json" \
              -d '{"model": "gpt-4.1", "messages": [{"role": "user", "content": "Hello!"}]}'
            """,
            curl
        );
    }

    private static Model Priced(string id, long input, long output) =>
        Model(id, 1_000) with
        {
            Routes = [new ModelRoute("u", id, ["openai-chat"], new Price(1, input, output))],
        };

    private static Model Model(string id, int maxOutputTokens) => new(id, "somebody", default, 8_000, maxOutputTokens, []);
}
