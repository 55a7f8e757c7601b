using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Platform.ServiceDefaults.Settings;

namespace Platform.Usage.Payments.Purchases;

/// <summary>Credit of an amount that the payer chooses, beside the packs: as much credit as is paid.</summary>
[Section("CustomAmount")]
internal sealed class CustomAmountOptions : IValidatableObject
{
    public bool Enabled { get; set; } = true;

    [Range(typeof(decimal), "0.5", "1000000")]
    public decimal MinUsd { get; set; } = 5;

    [Range(typeof(decimal), "0.5", "1000000")]
    public decimal MaxUsd { get; set; } = 1000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxUsd < MinUsd)
            yield return new ValidationResult(
                string.Create(CultureInfo.InvariantCulture, $"is '{MaxUsd}'. It must be at least MinUsd, which is {MinUsd}."),
                [nameof(MaxUsd)]
            );
    }
}
