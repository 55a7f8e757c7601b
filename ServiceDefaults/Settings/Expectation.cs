using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Platform.ServiceDefaults.Settings;

/// <summary>Describes the valid values of a setting, from its type and its attributes.</summary>
internal static class Expectation
{
    /// <param name="defaultValue">The default, which is the example when there is no other.</param>
    public static string For(PropertyInfo property, object? defaultValue)
    {
        var allowed = string.Join(
            ", ",
            property
                .GetCustomAttributes<ValidationAttribute>()
                .Where(rule => rule is not RequiredAttribute)
                .Select(rule =>
                    rule switch
                    {
                        RangeAttribute range => $"{KindOf(property.PropertyType)} from {Text(range.Minimum)} to {Text(range.Maximum)}",
                        AllowedValuesAttribute values => string.Join(" or ", values.Values),
                        _ => rule.FormatErrorMessage(property.Name),
                    }
                )
        );
        var example =
            property.GetCustomAttribute<ExampleAttribute>()?.Text
            ?? (
                property.IsDefined(typeof(SecretAttribute)) || property.IsDefined(typeof(AllowedValuesAttribute)) ? "" : Text(defaultValue)
            );
        return $"It must be {(allowed.Length > 0 ? allowed : KindOf(property.PropertyType))}{(example.Length > 0 ? ", for example " + example : "")}.";
    }

    private static string KindOf(Type type) =>
        type switch
        {
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(TimeSpan) => "a time span ([days.]hours:minutes:seconds)",
            _ when type == typeof(decimal) => "an amount",
            _ when type == typeof(string) => "a text",
            _ => "a whole number",
        };

    private static string Text(object? value) =>
        value switch
        {
            bool flag => flag ? "true" : "false",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
}
