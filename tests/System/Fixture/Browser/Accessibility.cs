using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Platform.Tests.Fixture.Browser;

/// <summary>What axe objects to on a page, in light colours on a desk and in dark ones on a phone.</summary>
internal static class Accessibility
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);
    private static readonly (ColorScheme Colours, int Width)[] Ways = [(ColorScheme.Light, 1280), (ColorScheme.Dark, 390)];

    public static async Task<IReadOnlyList<string>> ViolationsAsync(this IPage page)
    {
        List<string> violations = [];
        foreach (var (colours, width) in Ways)
        {
            // Without motion: colours on their way from one scheme to the other are nobody's.
            await page.EmulateMediaAsync(new() { ColorScheme = colours, ReducedMotion = ReducedMotion.Reduce });
            await page.SetViewportSizeAsync(width, 900);
            var result = await page.RunAxe().WaitAsync(Timeout);
            // An engine that looked at nothing would object to nothing.
            Assert.Contains(result.Passes, rule => rule.Id == "document-title");
            violations.AddRange(result.Violations.Select(rule => $"{page.Url}, {colours}, {width} pixels wide: {Describe(rule)}"));
        }

        return violations;
    }

    private static string Describe(AxeResultItem rule) =>
        $"{rule.Id} ({rule.Impact}): {rule.Help} {rule.HelpUrl}{string.Concat(rule.Nodes.Select(node => $"{Environment.NewLine}  {node.Target}: {node.Html}"))}";
}
