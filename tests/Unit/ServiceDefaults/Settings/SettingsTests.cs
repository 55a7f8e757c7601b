using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;
using Xunit;

namespace Platform.Tests.Unit.ServiceDefaults.Settings;

public sealed class SettingsTests
{
    private static readonly string Token = new('t', 32);

    [Fact]
    public void Settings_are_read_and_what_is_not_set_or_empty_keeps_its_default()
    {
        using var services = Faults.Services(
            "Production",
            builder => builder.Services.AddSettings<Sample>(),
            ("Sample:Count", "7"),
            ("sample:span", "00:00:02"),
            ("Sample:Inner:Flag", "true"),
            ("Sample:Address", ""),
            ("Sample:Name", " ")
        );

        Assert.Empty(services.SettingFaults());
        var sample = services.GetRequiredService<IOptions<Sample>>().Value;
        Assert.Equal(
            (7, TimeSpan.FromSeconds(2), true, null, "nobody"),
            (sample.Count, sample.Span, sample.Inner.Flag, sample.Address, sample.Name)
        );
    }

    [Theory]
    [InlineData(
        "Sample:Count",
        "seven",
        "Sample:Count (environment variable Sample__Count) is 'seven'. It must be a whole number from 1 to 10, for example 3."
    )]
    [InlineData(
        "Sample:Count",
        "11",
        "Sample:Count (environment variable Sample__Count) is '11'. It must be a whole number from 1 to 10, for example 3."
    )]
    [InlineData(
        "Sample:Span",
        "24:00:00",
        "Sample:Span (environment variable Sample__Span) is '24:00:00'. It must be a time span ([days.]hours:minutes:seconds) from 00:00:01 to 1.00:00:00, for example 00:00:05."
    )]
    [InlineData(
        "Sample:Address",
        "ftp://files",
        "Sample:Address (environment variable Sample__Address) is 'ftp://files'. It must be an absolute http or https address, for example https://example.com."
    )]
    [InlineData(
        "Sample:Address",
        "http://a.b /c",
        "Sample:Address (environment variable Sample__Address) is 'http://a.b /c'. It must be an absolute http or https address, for example https://example.com."
    )]
    [InlineData(
        "Sample:Inner:Flag",
        "yes",
        "Sample:Inner:Flag (environment variable Sample__Inner__Flag) is 'yes'. It must be true or false, for example false."
    )]
    [InlineData("Sample:Choice", "c", "Sample:Choice (environment variable Sample__Choice) is 'c'. It must be a or b.")]
    [InlineData(
        "Sample:Cuont",
        "5",
        "Sample:Cuont (environment variable Sample__Cuont) is not a setting. Sample has Count, Span, Address, Name, Choice, Folder, Inner."
    )]
    [InlineData(
        "Sample:Inner:Other",
        "5",
        "Sample:Inner:Other (environment variable Sample__Inner__Other) is not a setting. Sample:Inner has Flag."
    )]
    [InlineData(
        "Sample:Folder",
        "/dev/null/x",
        "Sample:Folder (environment variable Sample__Folder) is '/dev/null/x'. It must be a directory that this process can write to, for example /var/lib/sample."
    )]
    public void A_wrong_setting_is_named_with_its_value_and_its_mend(string key, string value, string message) =>
        Assert.Equal([message], Read((key, value)));

    [Theory]
    [InlineData("Sample:Elsewhere")]
    [InlineData("sample:inner:elsewhere")]
    public void A_setting_that_another_service_reads_is_let_be(string key) => Assert.Empty(Read((key, "5")));

    [Theory]
    [InlineData("sk-proj-abcdefghijklmnop")]
    [InlineData("redis://user:pass@host")]
    [InlineData("two\nlines")]
    public void A_value_that_may_be_a_secret_or_breaks_the_line_is_not_repeated(string value) =>
        Assert.Equal(
            [
                "Sample:Address (environment variable Sample__Address) cannot be used. It must be an absolute http or https address, for example https://example.com.",
            ],
            Read(("Sample:Address", value))
        );

    [Fact]
    public void All_wrong_settings_are_named_at_once() =>
        Assert.Equal(
            [
                "Sample:Count (environment variable Sample__Count) is '0'. It must be a whole number from 1 to 10, for example 3.",
                "Sample:Span (environment variable Sample__Span) is 'long'. It must be a time span ([days.]hours:minutes:seconds) from 00:00:01 to 1.00:00:00, for example 00:00:05.",
                "Sample:Inner:Flag (environment variable Sample__Inner__Flag) is '2'. It must be true or false, for example false.",
                "Service:Token (environment variable Service__Token) is missing. It must be a secret of at least 32 characters, the same for every service, without spaces or line breaks.",
            ],
            Faults.Of(Add, ("Sample:Count", "0"), ("Sample:Span", "long"), ("Sample:Inner:Flag", "2"))
        );

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("tttttttttttttttt tttttttttttttttt")]
    [InlineData("tttttttttttttttttttttttttttttttt\n")]
    public void The_service_credential_is_never_shown(string token) =>
        Assert.Equal(
            [
                $"Service:Token (environment variable Service__Token) {(token.Length == 0 ? "is missing" : "cannot be used")}. It must be a secret of at least 32 characters, the same for every service, without spaces or line breaks.",
            ],
            Read(("Service:Token", token))
        );

    private static IReadOnlyList<string> Read(params (string Key, string? Value)[] settings) =>
        Faults.Of(Add, [("Service:Token", Token), .. settings]);

    private static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<Sample>();
        builder.AddServiceCredential();
    }

    [Section("Sample", Elsewhere = ["Elsewhere", "Inner:Elsewhere"])]
    private sealed class Sample
    {
        [Range(1, 10)]
        public int Count { get; set; } = 3;

        [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
        public TimeSpan Span { get; set; } = TimeSpan.FromSeconds(5);

        [HttpAddress, Example("https://example.com")]
        public string? Address { get; set; }

        public string Name { get; set; } = "nobody";

        [AllowedValues("a", "b")]
        public string Choice { get; set; } = "a";

        [WritableDirectory, Example("/var/lib/sample")]
        public string Folder { get; set; } = Path.GetTempPath();

        public SampleInner Inner { get; } = new();
    }

    private sealed class SampleInner
    {
        public bool Flag { get; set; }
    }
}
