using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Platform.Tests.Fixture.Browser;

/// <summary>
/// What axe objects to on a page, in light colours on a desk and in dark ones on a phone. With <c>SCREENSHOTS</c> naming a folder it is
/// looked at in every way, and each is kept there as a picture.
/// </summary>
internal static class Accessibility
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);
    private static readonly string? Folder = Environment.GetEnvironmentVariable("SCREENSHOTS");
    private static readonly Way[] Slice = [new(ColorScheme.Light, 1280), new(ColorScheme.Dark, 390)];

    /// <summary>Forced colours and paper are for eyes: axe does not know them. They come first, as paper has no buttons to press.</summary>
    private static readonly Way[] All =
    [
        new(ColorScheme.Dark, 1440, Forced: true),
        new(ColorScheme.Light, 768, Print: true),
        .. from colours in new[] { ColorScheme.Light, ColorScheme.Dark }
        from width in new[] { 360, 768, 1440 }
        select new Way(colours, width),
    ];

    public static bool KeepsPictures => Folder is not null;

    private static int pictures;

    /// <param name="page">What is looked at.</param>
    /// <param name="state">In which state it is, when it differs from itself in a few words only: the pictures are of the slice then.</param>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(this IPage page, string? state = null)
    {
        List<string> violations = [];
        foreach (var way in Folder is null || state is not null ? Slice : All)
        {
            // Without motion: colours on their way from one scheme to the other are nobody's.
            await page.EmulateMediaAsync(
                new()
                {
                    ColorScheme = way.Colours,
                    ReducedMotion = ReducedMotion.Reduce,
                    ForcedColors = way.Forced ? ForcedColors.Active : ForcedColors.None,
                    Media = way.Print ? Media.Print : Media.Screen,
                }
            );
            await page.SetViewportSizeAsync(way.Width, 900);
            if (Folder is not null)
                await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, Name(page, way, state)), FullPage = true });
            if (way.Forced || way.Print)
                continue;
            var result = await page.RunAxe().WaitAsync(Timeout);
            // An engine that looked at nothing would object to nothing.
            Assert.Contains(result.Passes, rule => rule.Id == "document-title");
            violations.AddRange(result.Violations.Select(rule => $"{page.Url}, {way}: {Describe(rule)}"));
        }

        return violations;
    }

    private static string Name(IPage page, Way way, string? state)
    {
        var path = string.Join('-', new Uri(page.Url).AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries));
        return $"{state ?? way.Kind}/{(path.Length == 0 ? "home" : path)}-{Interlocked.Increment(ref pictures):000}.png";
    }

    private static string Describe(AxeResultItem rule) =>
        $"{rule.Id} ({rule.Impact}): {rule.Help} {rule.HelpUrl}{string.Concat(rule.Nodes.Select(node => $"{Environment.NewLine}  {node.Target}: {node.Html}"))}";

    private sealed record Way(ColorScheme Colours, int Width, bool Forced = false, bool Print = false)
    {
        public string Kind => $"{(Forced ? "forced" : Print ? "print" : Colours.ToString().ToLowerInvariant())}-{Width}";
    }
}
