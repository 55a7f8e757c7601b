using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults.Settings;

/// <summary>A setting whose value no message repeats.</summary>
/// <param name="expectation">Completes the sentence "It must be".</param>
[AttributeUsage(AttributeTargets.Property)]
public class SecretAttribute(string expectation) : ValidationAttribute(expectation)
{
    public override bool IsValid(object? value) => true;
}
