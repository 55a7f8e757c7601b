using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Upstreams;
using Platform.ServiceDefaults.Settings;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Upstreams;

/// <summary>The settings can be changed while the gateway runs, as a file of settings is.</summary>
public sealed class UpstreamResolverTests : IDisposable
{
    private const string Main = "sk-main-7Qx3vB9nLw2TzYk8",
        Spare = "sk-spare-4HfJc6GaSe1UbRm";

    private readonly ConfigurationManager settings = new();
    private readonly CapturedLog log = new();
    private readonly ServiceProvider services;
    private readonly UpstreamRegistry registry;
    private readonly UpstreamResolver resolver;

    public UpstreamResolverTests()
    {
        settings["Upstreams:old:BaseUrl"] = "https://old.example.com/v1/";
        settings["Upstreams:old:ApiKey"] = "sk-old";
        settings["Upstreams:old:OutputLimitField"] = "max_tokens";
        settings["Secrets:Main"] = Main;
        settings["Secrets:Spare"] = Spare;
        services = new ServiceCollection()
            .AddSingleton<IConfiguration>(settings)
            .AddSettings<UpstreamsOptions>()
            .Services.BuildServiceProvider();
        registry = new UpstreamRegistry(services.GetRequiredService<IOptions<UpstreamsOptions>>());
        resolver = new UpstreamResolver(services.GetRequiredService<IOptionsFactory<UpstreamsOptions>>(), settings, log);
    }

    private static UpstreamDefinition Two(string name = "new") =>
        new(
            name,
            "https://new.example.com/v1",
            [new CredentialReference("main", "Secrets:Main", 3), new CredentialReference("spare", "Secrets:Spare")]
        );

    private IEnumerable<string> Errors => log.Lines.Where(line => line.Level == LogLevel.Error).Select(line => line.Text);

    public void Dispose() => services.Dispose();

    private UpstreamSet Apply(params UpstreamDefinition[] definitions)
    {
        registry.Replace(resolver.Resolve(definitions, registry.Current));
        return registry.Current;
    }

    [Fact]
    public void Without_a_catalogue_the_settings_are_the_upstreams() =>
        Assert.Equal(
            [("old", "https://old.example.com/v1", "default", "sk-old")],
            Apply().Select(each => (each.Name, each.BaseUrl, each.Credentials.Single().Name, each.Credentials.Single().Secret))
        );

    [Fact]
    public void An_upstream_of_the_catalogue_has_its_secrets_from_settings_of_the_gateway()
    {
        var set = Apply(Two());
        Assert.Equal(["new", "old"], set.Select(each => each.Name).Order());
        Assert.Equal(
            [("main", Main, 3), ("spare", Spare, 1)],
            set["new"].Credentials.Select(each => (each.Name, each.Secret, each.Weight))
        );
        Assert.Equal(("max_completion_tokens", "safety_identifier"), (set["new"].OutputLimitField, set["new"].AccountField));
        Assert.Empty(Errors);
    }

    [Fact]
    public void What_the_catalogue_leaves_out_comes_from_the_settings_for_the_same_name()
    {
        var old = Apply(new UpstreamDefinition("old", AccountField: "none", Deadlines: new Deadlines(Total: TimeSpan.FromMinutes(1))))[
            "old"
        ];
        Assert.Equal(
            ("https://old.example.com/v1", "max_tokens", "none", "sk-old", TimeSpan.FromMinutes(1)),
            (old.BaseUrl, old.OutputLimitField, old.AccountField, old.Credentials.Single().Secret, old.Deadlines.Total)
        );
        Assert.Equal("https://elsewhere/v1", Apply(new UpstreamDefinition("old", "https://elsewhere/v1"))["old"].BaseUrl);
    }

    [Fact]
    public void What_has_not_changed_stays_the_same_object()
    {
        var before = Apply(Two());
        var after = Apply(Two());
        Assert.Same(before["new"], after["new"]);
        Assert.Same(before["old"], after["old"]);
        Assert.NotSame(before["new"], Apply(Two() with { Deadlines = new Deadlines(Connect: TimeSpan.FromSeconds(1)) })["new"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("sk-with a space")]
    [InlineData("sk-with\na-break")]
    public void A_credential_without_a_usable_secret_is_left_out_and_named_once(string? secret)
    {
        settings["Secrets:Spare"] = secret;
        Assert.Equal(["main"], Apply(Two())["new"].Credentials.Select(each => each.Name));
        Apply(Two());
        Assert.Equal(
            [
                "Credential spare of upstream new is left out: the setting Secrets:Spare (environment variable Secrets__Spare) is missing, empty, or has spaces or line breaks within",
            ],
            Errors
        );
        settings["Secrets:Spare"] = Spare;
        Assert.Equal(2, Apply(Two())["new"].Credentials.Count);
        Assert.Empty(resolver.Problems);
    }

    [Fact]
    public void A_secret_may_end_in_a_line_break_as_files_do()
    {
        settings["Secrets:Main"] = Main + "\n";
        Assert.Equal(Main, Apply(Two())["new"].Credentials[0].Secret);
    }

    [Fact]
    public void An_upstream_that_loses_all_its_credentials_stays_as_it_was()
    {
        var before = Apply(Two())["new"];
        (settings["Secrets:Main"], settings["Secrets:Spare"]) = (null, null);
        Assert.Same(before, Apply(Two() with { BaseUrl = "https://newer.example.com/v1" })["new"]);
        Assert.Contains("Upstream new stays as it was: none of its credentials can be used", Errors);
        Assert.Equal(3, resolver.Problems.Count);
    }

    [Fact]
    public void A_new_upstream_without_a_credential_or_an_address_is_not_offered()
    {
        (settings["Secrets:Main"], settings["Secrets:Spare"]) = (null, null);
        var set = Apply(Two(), new UpstreamDefinition("nowhere"));
        Assert.Equal(["old"], set.Select(each => each.Name));
        Assert.Contains("Upstream new is left out, and its routes are not offered: none of its credentials can be used", Errors);
        Assert.Contains(
            "Upstream nowhere is left out, and its routes are not offered: it has no baseUrl in the catalogue file and no setting Upstreams:nowhere:BaseUrl",
            Errors
        );
    }

    [Fact]
    public void A_secret_that_is_replaced_is_in_force_after_the_configuration_reloads()
    {
        var before = Apply(Two())["new"];
        Assert.False(resolver.IsStale);
        settings["Secrets:Main"] = "sk-rotated-9Zx8Cv7Bn6";
        settings["Upstreams:old:ApiKey"] = "sk-old-rotated";
        ((IConfigurationRoot)settings).Reload();
        Assert.True(resolver.IsStale);
        var after = Apply(Two());
        Assert.False(resolver.IsStale);
        Assert.Equal(["sk-rotated-9Zx8Cv7Bn6", Spare], after["new"].Credentials.Select(each => each.Secret));
        Assert.Equal("sk-old-rotated", after["old"].Credentials.Single().Secret);
        Assert.Equal(Main, before.Credentials[0].Secret);
    }

    [Fact]
    public void Settings_that_become_wrong_change_nothing()
    {
        var before = Apply(Two());
        settings["Upstreams:old:BaseUrl"] = "old.example.com";
        ((IConfigurationRoot)settings).Reload();
        Assert.True(Apply(Two()).Is(before));
        Assert.Contains(
            "The settings of upstreams cannot be used; those before them stay in force. A start would name the setting",
            Errors
        );
        settings["Upstreams:old:BaseUrl"] = "https://older.example.com/v1";
        ((IConfigurationRoot)settings).Reload();
        Assert.Equal("https://older.example.com/v1", Apply(Two())["old"].BaseUrl);
        Assert.Empty(resolver.Problems);
    }

    [Fact]
    public void Credentials_that_were_replaced_are_still_masked_because_calls_run_on_with_them()
    {
        Apply(Two());
        settings["Secrets:Main"] = "sk-rotated-9Zx8Cv7Bn6";
        ((IConfigurationRoot)settings).Reload();
        Apply(Two() with { BaseUrl = "https://newer.example.com/v1" });
        foreach (var secret in (string[])[Main, Spare, "sk-rotated-9Zx8Cv7Bn6", "https://new.example.com", "https://newer.example.com"])
            Assert.DoesNotContain(secret, registry.Mask.In($"said by {secret}"), StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_for_the_operator_has_a_secret()
    {
        settings["Secrets:Spare"] = Spare + " broken";
        Apply(Two());
        Assert.All(
            log.Lines.Select(line => line.Text).Concat(resolver.Problems.Select(problem => problem.Text)),
            text => Assert.DoesNotContain(Spare, text, StringComparison.Ordinal)
        );
        Assert.Equal("main", new Credential("main", Main, 1).ToString());
    }

    private sealed class CapturedLog : ILogger<UpstreamResolver>
    {
        public List<(LogLevel Level, string Text)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add((logLevel, formatter(state, exception)));
    }
}
