using Platform.ServiceDefaults.Settings;

namespace Platform.Tests.Unit.ServiceDefaults.Settings;

/// <summary>What is wrong with the settings of a service that would be started.</summary>
internal static class Faults
{
    public static IReadOnlyList<string> Of(Action<WebApplicationBuilder> add, params (string Key, string? Value)[] settings) =>
        In("Production", add, settings);

    public static IReadOnlyList<string> In(
        string environment,
        Action<WebApplicationBuilder> add,
        params (string Key, string? Value)[] settings
    )
    {
        using var services = Services(environment, add, settings);
        return services.SettingFaults();
    }

    /// <summary>Later settings replace earlier ones of the same name.</summary>
    public static ServiceProvider Services(
        string environment,
        Action<WebApplicationBuilder> add,
        params (string Key, string? Value)[] settings
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(
            settings.GroupBy(setting => setting.Key).Select(group => KeyValuePair.Create(group.Key, group.Last().Value))
        );
        builder.Services.AddLogging().AddSingleton(TimeProvider.System);
        add(builder);
        return builder.Services.BuildServiceProvider();
    }
}
