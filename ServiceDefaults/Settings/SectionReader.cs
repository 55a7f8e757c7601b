using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Platform.ServiceDefaults.Settings;

/// <summary>
/// Fills an object from a section and collects all faults. The configuration binder converts the single values; on a whole section it would
/// stop at the first invalid value, and would report neither the valid values nor unknown names. An empty value counts as missing, so that
/// the default applies.
/// </summary>
internal sealed class SectionReader(SectionAttribute about)
{
    private readonly List<string> faults = [];

    public IReadOnlyList<string> Faults => faults;

    public void Read(IConfigurationSection section, object into)
    {
        var before = faults.Count;
        if (into is IDictionary or IList)
            ReadItems(section, into);
        else
            ReadProperties(section, into);

        if (faults.Count == before && into is IValidatableObject rules)
            faults.AddRange(
                rules
                    .Validate(new ValidationContext(into))
                    .Select(broken => Fault(string.Join(':', [section.Path, .. broken.MemberNames]), broken.ErrorMessage!))
            );
    }

    private void ReadItems(IConfigurationSection section, object into)
    {
        var type = into.GetType().BaseType!.GetGenericArguments()[^1];
        foreach (var child in section.GetChildren())
        {
            var item = Activator.CreateInstance(type)!;
            Read(child, item);
            if (into is IDictionary entries)
                entries.Add(child.Key, item);
            else
                ((IList)into).Add(item);
        }
    }

    private void ReadProperties(IConfigurationSection section, object into)
    {
        var properties = into.GetType().GetProperties();
        foreach (var property in properties)
        {
            if (IsValue(property))
                ReadValue(section.GetSection(property.Name), property, into);
            else
                Read(section.GetSection(property.Name), property.GetValue(into)!);
        }

        if (about.Shared)
            return;
        var known = properties.Select(property => property.Name);
        foreach (
            var unknown in section
                .GetChildren()
                .Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase) && !IsElsewhere(child))
        )
            faults.Add(Fault(unknown.Path, $"is not a setting. {section.Path} has {string.Join(", ", known)}."));
    }

    private void ReadValue(IConfigurationSection setting, PropertyInfo property, object into)
    {
        var rules = property.GetCustomAttributes<ValidationAttribute>().ToList();
        var defaultValue = property.GetValue(into);
        var expectation = Expectation.For(property, defaultValue);
        if (string.IsNullOrWhiteSpace(setting.Value))
        {
            if (rules.OfType<RequiredAttribute>().Any())
                faults.Add(Fault(setting.Path, $"is missing. {expectation}"));
            else if (defaultValue is not null && !rules.All(rule => rule.IsValid(defaultValue)))
                faults.Add(Fault(setting.Path, $"is not set, and its default '{defaultValue}' cannot be used. {expectation}"));
        }
        else if (TryConvert(setting, property.PropertyType, out var value) && rules.All(rule => rule.IsValid(value)))
            property.SetValue(into, value);
        else
            faults.Add(
                Fault(setting.Path, $"{(MayBeShown(setting.Value, rules) ? $"is '{setting.Value}'" : "cannot be used")}. {expectation}")
            );
    }

    private bool IsElsewhere(IConfigurationSection child) =>
        about.Elsewhere.Contains(child.Path[(about.Path.Length + 1)..], StringComparer.OrdinalIgnoreCase);

    private static bool IsValue(PropertyInfo property) => TypeDescriptor.GetConverter(property.PropertyType).CanConvertFrom(typeof(string));

    private static bool TryConvert(IConfigurationSection setting, Type type, out object? value)
    {
        try
        {
            value = setting.Get(type);
            return true;
        }
        catch (InvalidOperationException)
        {
            value = null;
            return false;
        }
    }

    /// <summary>Whether the value is neither a secret nor looks like a misplaced one, and fits in a line.</summary>
    private static bool MayBeShown(string value, IEnumerable<ValidationAttribute> rules) =>
        !rules.OfType<SecretAttribute>().Any()
        && value.Length < 100
        && !value.Any(each => char.IsControl(each) || each == '@')
        && !(value.Length >= 16 && value.All(each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_'));

    private static string Fault(string path, string text) =>
        $"{path} (environment variable {path.Replace(":", "__", StringComparison.Ordinal)}) {text}";
}
