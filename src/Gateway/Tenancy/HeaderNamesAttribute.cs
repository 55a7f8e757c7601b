using System.ComponentModel.DataAnnotations;
using Platform.Contracts;

namespace Platform.Gateway.Tenancy;

/// <summary>Names of headers, as <see cref="CallerHeaders"/> has them.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HeaderNamesAttribute() : ValidationAttribute(CallerHeaders.Expected)
{
    public override bool IsValid(object? value) => value is null || (value is string names && CallerHeaders.AreNames(names));
}
