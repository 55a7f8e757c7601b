using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Dashboard.Public;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Public;

public sealed class SiteTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 11, 29);

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory();

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void The_contact_for_weaknesses_ends_within_a_year() =>
        Assert.Equal(
            """
            Contact: mailto:security@example.com
            Expires: 2027-05-01T00:00:00Z
            Preferred-Languages: en
            Canonical: https://example.com/.well-known/security.txt

            """,
            SiteFiles.Security(
                "https://example.com",
                "mailto:security@example.com",
                new DateTimeOffset(2026, 11, 29, 1, 2, 3, TimeSpan.Zero)
            )
        );

    [Fact]
    public void A_site_map_is_xml_whatever_a_model_is_called() =>
        Assert.Contains(
            "<loc>https://example.com/models/a&amp;b</loc>",
            SiteFiles.SiteMap("https://example.com", ["/models/a&b"]),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task What_the_operator_writes_is_read_anew_each_time()
    {
        var terms = OperatorPage.All.Single(page => page.Name == "terms");
        var pages = Pages(directory.FullName);
        Assert.Null(await pages.ReadAsync(terms, default));
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "terms.md"), "# Our terms");
        Assert.Equal("# Our terms", await pages.ReadAsync(terms, default));
        Assert.Null(await Pages("").ReadAsync(terms, default));
    }

    [Fact]
    public void A_strip_says_in_words_what_it_draws()
    {
        var figures = new MeasuredFigures(null, null, null, [null, 1, 0.95, 0.5]);
        var strip = DayStrip.Of("m", figures, Today);
        Assert.Equal(["none", "good", "warn", "bad"], strip.Days.Select(day => day.Kind));
        Assert.Equal([6, 40, 30, 20], strip.Days.Select(day => day.Height));
        Assert.Equal("m: 3 of 4 days are known; the worst, 2026-11-29: 50.0 %.", strip.Summary);
        Assert.Equal("2026-11-26: too few requests", strip.Days[0].Text);
    }

    [Theory]
    [InlineData("off", null, null)]
    [InlineData("good", 1.0, null)]
    [InlineData("warn", 1.0, 0.5)]
    [InlineData("warn", 0.98, null)]
    [InlineData("warn", 0.98, 0.5)]
    [InlineData("bad", 0.4, 0.5)]
    public void All_models_in_one_sentence_of_those_that_are_known(string kind, double? first, double? second) =>
        Assert.Equal(kind, StatusRow.Overall([Row(first), Row(second)]).Kind);

    /// <summary>What is so at this moment counts more than the hours before.</summary>
    [Theory]
    [InlineData("up", "down", "bad", "One model has no provider that answers at this moment")]
    [InlineData("down", "down", "bad", "No model has a provider that answers at this moment")]
    [InlineData("up", "recovering", "good", "Every model that is known of works")]
    [InlineData("up", "up", "good", "Every model that is known of works")]
    public void A_model_without_a_provider_is_said_first(string first, string second, string kind, string word)
    {
        var overall = StatusRow.Overall([Row(1.0, first), Row(1.0, second)]);
        Assert.Equal((kind, word), (overall.Kind, overall.Word));
    }

    [Theory]
    [InlineData("down", "bad", "No provider answers, since 12:03 UTC")]
    [InlineData("recovering", "warn", "Recovering")]
    [InlineData("up", "good", "Works")]
    [InlineData(null, "good", "Works")]
    public void A_row_says_what_is_so_at_this_moment(string? state, string kind, string word) =>
        Assert.Equal((kind, word), (Row(1.0, state).Mark.Kind, Row(1.0, state).Mark.Word));

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(null, "up", true)]
    [InlineData(null, "down", false)]
    [InlineData(null, "recovering", false)]
    [InlineData(0.5, "up", false)]
    public void A_model_that_nobody_calls_is_quiet_unless_something_is_wrong_with_it(double? lately, string? now, bool quiet) =>
        Assert.Equal(quiet, Row(lately, now).IsQuiet);

    [Fact]
    public void A_model_that_was_called_in_the_90_days_is_not_quiet() => Assert.False((Row(null) with { Overall90 = 1 }).IsQuiet);

    /// <summary>Beside the figure of 90 days it would else seem to deny that.</summary>
    [Fact]
    public void A_model_that_was_called_but_not_lately_says_so() =>
        Assert.Equal("Too few requests lately", (Row(null) with { Overall90 = 1 }).Mark.Word);

    private static StatusRow Row(double? lately, string? now = null) =>
        new(
            null!,
            lately,
            null,
            null,
            [],
            now is null ? null : new ModelNow("m", now, new DateTimeOffset(2026, 11, 29, 12, 3, 0, default))
        );

    private static OperatorPages Pages(string path) =>
        new(Options.Create(new OperatorOptions { PagesDirectory = path }), NullLogger<OperatorPages>.Instance);
}
