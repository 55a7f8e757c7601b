using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;
using Xunit;

namespace Platform.Tests.Unit.Docs;

/// <summary>docs/operating.md names every setting that the services read, with its default, and no other.</summary>
public sealed partial class OperatingTests
{
    private static readonly Assembly[] Services =
    [
        typeof(ServiceOptions).Assembly,
        Assembly.Load("Till"),
        Assembly.Load("Gateway"),
        Assembly.Load("Accounts"),
        Assembly.Load("Usage"),
        Assembly.Load("Dashboard"),
        Assembly.Load("FakeUpstream"),
    ];

    [Fact]
    public void Every_setting_is_documented_and_nothing_else() =>
        Assert.Equal(
            Settings().Select(setting => setting.Name).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase),
            Rows().Select(row => row.Name).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase
        );

    [Fact]
    public void A_documented_default_is_the_one_that_holds()
    {
        var rows = Rows().ToLookup(row => row.Name, row => row.Default, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, standard) in Settings().Where(setting => !IsPath(setting.Default)))
            Assert.All(rows[name], documented => Assert.Equal((name, standard), (name, documented)));
    }

    private static IEnumerable<(string Name, string Default)> Settings() =>
        Services
            .SelectMany(assembly => assembly.GetTypes())
            .Select(type => (Type: type, About: type.GetCustomAttribute<SectionAttribute>()))
            .Where(section => section.About is not null)
            .SelectMany(section => Of(section.About!.Path, Activator.CreateInstance(section.Type, nonPublic: true)!));

    private static IEnumerable<(string Name, string Default)> Of(string path, object options)
    {
        if (options is IDictionary or IList)
            return Of(path + ":*", Activator.CreateInstance(options.GetType().BaseType!.GetGenericArguments()[^1], nonPublic: true)!);
        return options
            .GetType()
            .GetProperties()
            .SelectMany(property =>
                IsValue(property.PropertyType)
                    ? [($"{path}:{property.Name}", Text(property.GetValue(options)))]
                    : Of($"{path}:{property.Name}", property.GetValue(options)!)
            );
    }

    private static bool IsValue(Type type) => type == typeof(string) || type.IsValueType;

    private static string Text(object? value) =>
        value is bool flag
            ? flag
                ? "true"
                : "false"
            : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    /// <summary>A default that depends on the machine.</summary>
    private static bool IsPath(string standard) => Path.IsPathRooted(standard);

    private static IEnumerable<(string Name, string Default)> Rows() =>
        File.ReadLines(Path.Combine(Repository.Root, "docs", "operating.md"))
            .Select(line => Row().Match(line))
            .Where(match => match.Success)
            .Select(match => (match.Groups["name"].Value, match.Groups["default"].Value.Trim('`')));

    [GeneratedRegex(@"^\| `(?<name>[A-Za-z]+(:[A-Za-z]+|:\*)+)` \| (?<default>[^|]*?) ?\| ")]
    private static partial Regex Row();
}
