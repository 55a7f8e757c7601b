using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Platform.Dashboard.Display.Errors;
using Platform.Dashboard.Docs;
using Platform.Dashboard.Sessions;
using Platform.Tests.Fakes;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Docs;

public sealed partial class DocTests
{
    private const string Site = "https://site.example";

    private static readonly DocFacts Facts = new(
        Site,
        "https://api.example/v1",
        new Catalogue([new Model("gpt-test", "somebody", default, 8_000, 1_000, [])]),
        []
    );

    /// <summary>Pages beside the documentation that it links to.</summary>
    private static readonly HashSet<string> Pages =
    [
        "/",
        "/connect",
        "/credit",
        "/docs",
        "/errors",
        "/guides",
        "/models",
        "/pricing",
        "/register",
        "/status",
        "/support",
        "/tokens",
        "/tokens/new",
        "/usage",
        "/usage/refused",
        .. DocLibrary.All.Select(doc => doc.Address),
        .. ErrorCode.All.Concat(ErrorCode.OnReceipts).Select(error => $"/errors/{error.Code}"),
        .. Tool.All.Select(tool => $"/connect/{tool.Id}"),
    ];

    public static TheoryData<string> Addresses => [.. DocLibrary.All.Select(doc => doc.Address)];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Every_block_can_be_pasted_whole(string address)
    {
        var view = View(address);
        foreach (var block in view.Parts.Select(part => part.Block).OfType<Copyable>())
            Assert.Null(await Parsers.FaultAsync(block.Language.ToString(), block.Text));
        Assert.All(Blocks(address), block => Assert.NotNull(DocView.LanguageOf(block.Info)));
        // A block inside a list would have no button to copy it.
        Assert.Equal(Blocks(address).Count(), view.Parts.Count(part => part.Block is not null));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void Every_placeholder_is_filled_and_every_link_leads_to_a_page(string address)
    {
        var text = DocText.Fill(DocLibrary.Find(address)!, Facts);
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        Assert.All(
            Link().Matches(text).Select(link => link.Groups["address"].Value),
            link => Assert.True(Pages.Contains(link), $"{address} links to {link}.")
        );
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void The_text_stands_by_itself(string address)
    {
        var doc = DocLibrary.Find(address)!;
        var text = DocText.Document(doc, Facts);
        Assert.StartsWith($"# {doc.Title}\n\n> {doc.Description}\n", text, StringComparison.Ordinal);
        Assert.All(
            Link().Matches(text).Select(link => link.Groups["address"].Value),
            link => Assert.StartsWith(Site + "/", link, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Each_tool_has_a_guide_with_the_settings_that_connect_shows()
    {
        foreach (var tool in Tool.All)
        {
            var guide = DocLibrary.GuideOf(tool)!;
            Assert.Equal(($"/guides/{tool.Id}", tool.Name), (guide.Address, guide.Title));
            var text = DocText.Fill(guide, Facts);
            foreach (var block in tool.Setup?.Invoke(Facts.For(tool.Id)) ?? [])
                Assert.Contains($" {block.Place}\n{block.Text}\n```", text, StringComparison.Ordinal);
            Assert.Contains(tool.Key, text, StringComparison.Ordinal);
            Assert.Contains(tool.Refused, text, StringComparison.Ordinal);
            Assert.Contains("/models -H \"Authorization: Bearer YOUR_API_KEY\"", text, StringComparison.Ordinal);
            Assert.Contains("/errors/invalid_api_key", text, StringComparison.Ordinal);
            Assert.Contains("no official service of OpenAI, Anthropic", text, StringComparison.Ordinal);
            Assert.Contains("\nTested ", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_guide_names_the_version_that_was_tested()
    {
        // Once, though it is tested with three protocols.
        Assert.Matches(@"Tested with Cline \d+\.\d+\.\d+, by a run", DocText.Fill(DocLibrary.Find("/guides/cline")!, Facts));
        Assert.Matches(@"Tested with Codex CLI \d+\.\d+\.\d+, by a run", DocText.Fill(DocLibrary.Find("/guides/codex")!, Facts));
        Assert.Contains(
            "sending the requests that Cursor sends",
            DocText.Fill(DocLibrary.Find("/guides/cursor")!, Facts),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_tested_client_without_a_guide_has_its_settings_filled_in()
    {
        var text = DocText.Fill(DocLibrary.Find("/docs/other-tools")!, Facts);
        Assert.Contains("### Semantic Kernel\n\nTested: ", text, StringComparison.Ordinal);
        Assert.Contains("AddOpenAIChatCompletion(gpt-test, new Uri(https://api.example/v1), YOUR_API_KEY)", text, StringComparison.Ordinal);
        Assert.Contains("`COPILOT_MODEL`", text, StringComparison.Ordinal);
        Assert.DoesNotContain("### Codex CLI", text, StringComparison.Ordinal);
        Assert.DoesNotContain("### Cline", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_documentation_can_be_read_while_accounts_is_away()
    {
        var away = new HttpClient(new Away()) { BaseAddress = new Uri("http://accounts") };
        var options = new PlatformOptions { BaseUrl = "https://api.example/v1", PublicUrl = Site };
        var visitors = new DocVisitors(new AccountsClient(away), new KeysClient(away), Options.Create(options), TimeProvider.System);
        var signedIn = new Person(Guid.Empty, "a@example.com", "session").ToPrincipal("test");
        var facts = await visitors.FactsAsync(new DefaultHttpContext { User = signedIn });
        Assert.Equal(("https://api.example/v1", null, 0), (facts.BaseUrl, facts.Catalogue, facts.Keys.Count));
    }

    [Fact]
    public void A_page_is_filled_for_its_visitor()
    {
        var key = new KeyView("k", "k", "k", "abcd", KeyStatus.Active, default, null, null, null, null, ["mine"]);
        var facts = Facts with
        {
            Keys = [key],
            Catalogue = new Catalogue([Facts.Catalogue!.Models[0], Facts.Catalogue.Models[0] with { Id = "mine" }]),
        };
        Assert.Contains("model = \"mine\"", DocText.Fill(DocLibrary.Find("/guides/codex")!, facts), StringComparison.Ordinal);
        Assert.Contains("model = \"gpt-test\"", DocText.Fill(DocLibrary.Find("/guides/codex")!, Facts), StringComparison.Ordinal);
        Assert.Contains(
            "model = \"MODEL_NAME\"",
            DocText.Fill(DocLibrary.Find("/guides/codex")!, Facts with { Catalogue = null }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_reference_has_every_endpoint_and_every_code_of_it_a_page()
    {
        var text = DocText.Fill(DocLibrary.Find("/docs/api")!, Facts);
        foreach (
            var endpoint in (string[])["POST `/v1/chat/completions`", "POST `/v1/messages`", "GET `/v1/models/{id}`", "GET `/v1/doctor`"]
        )
            Assert.Contains($"\n## {endpoint}\n", text, StringComparison.Ordinal);
        // A type stays in one line, and each status with its codes has its own.
        Assert.Contains("| `max_completion_tokens` | integer\u00a0or\u00a0null |", text, StringComparison.Ordinal);
        Assert.Contains("\n- 403: [`model_not_allowed`](/errors/model_not_allowed), ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("101", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_the_reference_has_no_empty_column()
    {
        var lines = DocText.Fill(DocLibrary.Find("/docs/api")!, Facts).Split('\n');
        var tables = lines.Index().Where(line => line.Item.StartsWith("| --- ", StringComparison.Ordinal)).ToArray();
        Assert.Contains(tables, table => table.Item == "| --- | --- |");
        foreach (var (index, dashes) in tables)
            if (dashes == "| --- | --- | --- |")
                Assert.Contains(
                    lines.Skip(index + 1).TakeWhile(line => line.StartsWith('|')),
                    row => !row.EndsWith("|  |", StringComparison.Ordinal)
                );
    }

    [Fact]
    public void Html_in_a_text_is_text()
    {
        var view = DocView.Of("a <b>c</b>\n\n<script>alert(1)</script>\n\n[x](/docs)", "/below");
        var html = string.Concat(view.Parts.Select(part => part.Html));
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/below/docs\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_for_language_models_names_every_text()
    {
        var index = LlmsText.Index(Facts);
        Assert.StartsWith("# Platform\n\n> ", index, StringComparison.Ordinal);
        foreach (var doc in DocLibrary.All)
        {
            Assert.Contains($"- [{doc.Title}]({Site}{doc.Address}.md): ", index, StringComparison.Ordinal);
            Assert.Contains($"# {doc.Title}\n", LlmsText.Whole(Facts), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_without_its_facts_is_refused() =>
        Assert.Throws<FormatException>(() => Doc.Read("/docs/x", "---\ntitle: x\n---\ntext"));

    private sealed class Away : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("away");
    }

    private static DocView View(string address) => DocView.Of(DocText.Fill(DocLibrary.Find(address)!, Facts));

    private static IEnumerable<FencedCodeBlock> Blocks(string address) =>
        Markdown.Parse(DocText.Fill(DocLibrary.Find(address)!, Facts)).Descendants<FencedCodeBlock>();

    [GeneratedRegex(@"\]\((?<address>[^)]+)\)")]
    private static partial Regex Link();
}
