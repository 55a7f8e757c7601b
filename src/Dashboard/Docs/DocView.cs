using System.Globalization;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Docs;

/// <summary>A part of a page: HTML, or a block to copy, which the page shows like every other such block.</summary>
public sealed record DocPart(string? Html, Copyable? Block);

/// <summary>A heading that a page can be entered at.</summary>
public sealed record DocHeading(string Id, string Text);

/// <summary>A Markdown text as a page shows it.</summary>
/// <param name="Headings">Of the second level.</param>
public sealed record DocView(IReadOnlyList<DocPart> Parts, IReadOnlyList<DocHeading> Headings)
{
    /// <summary>The files are ours; all the same HTML in them is shown as text, so that none of it runs.</summary>
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .DisableHtml()
        .Build();

    /// <param name="root">What stands before the addresses of our pages in links; empty where they are at the root.</param>
    public static DocView Of(string markdown, string root = "")
    {
        markdown = root.Length == 0 ? markdown : markdown.Replace("](/", $"]({root}/", StringComparison.Ordinal);
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var table in document.Descendants<Table>())
            Label(table);
        var parts = new List<DocPart>();
        var blocks = new List<Block>();
        var copyable = 0;
        foreach (var block in document)
        {
            if (block is not FencedCodeBlock code)
            {
                blocks.Add(block);
                continue;
            }

            Flush();
            parts.Add(new DocPart(null, CopyableOf(code, ++copyable)));
        }

        Flush();
        return new DocView(parts, [.. document.OfType<HeadingBlock>().Where(heading => heading.Level == 2).Select(HeadingOf)]);

        void Flush()
        {
            if (blocks.Count > 0)
                parts.Add(new DocPart(Html(blocks), null));
            blocks.Clear();
        }
    }

    /// <summary>The language that a fence names; null when it is none that a block can have.</summary>
    public static SnippetLanguage? LanguageOf(string? fence) =>
        Enum.TryParse<SnippetLanguage>(fence, ignoreCase: true, out var language) ? language : null;

    private static Copyable CopyableOf(FencedCodeBlock code, int number)
    {
        var language = LanguageOf(code.Info) ?? SnippetLanguage.Shell;
        var caption =
            code.Arguments is { Length: > 0 } named ? named
            : language == SnippetLanguage.Shell ? "In a terminal"
            : language.ToString();
        var name = string.Create(CultureInfo.InvariantCulture, $"block {number}: {caption}");
        return new Copyable(string.Create(CultureInfo.InvariantCulture, $"block-{number}"), name, code.Lines.ToString(), Block: true)
        {
            Caption = caption,
            Language = language,
        };
    }

    private static string Html(List<Block> blocks)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        foreach (var block in blocks)
            renderer.Render(block);
        return text.ToString();
    }

    private static DocHeading HeadingOf(HeadingBlock heading) => new(heading.GetAttributes().Id ?? "", TextOf(heading));

    /// <summary>Names the columns in the cells, for screens on which a row stands below the other; the first cell is the row's name.</summary>
    private static void Label(Table table)
    {
        var rows = table.OfType<TableRow>().ToList();
        var names = rows.First().Select(TextOf).ToList();
        foreach (
            var (column, cell) in rows.Skip(1).SelectMany(row => row.Index()).Where(cell => cell.Index is > 0 && cell.Index < names.Count)
        )
            cell.GetAttributes().AddProperty("data-label", names[column]);
    }

    private static string TextOf(Block block) =>
        string.Concat(
            block
                .Descendants<LeafInline>()
                .Select(inline => (inline as LiteralInline)?.Content.ToString() ?? (inline as CodeInline)?.Content)
        );
}
