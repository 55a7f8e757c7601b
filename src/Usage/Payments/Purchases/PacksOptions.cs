using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Platform.ServiceDefaults.Settings;

namespace Platform.Usage.Payments.Purchases;

/// <summary>The credit packs on sale, in the order of display.</summary>
[Section("Packs")]
internal sealed class PacksOptions : List<PackOptions>, IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Count == 0)
            yield return new ValidationResult("is empty. It must list at least one credit pack with Id, Name, PriceUsd and CreditUsd.");
        foreach (var (index, pack) in this.Index().Where(each => Find(other => other.Id == each.Item.Id) != each.Item))
            yield return new ValidationResult(
                $"is '{pack.Id}', as another pack's is. It must be an Id of its own.",
                [index.ToString(CultureInfo.InvariantCulture), nameof(pack.Id)]
            );
    }
}

internal sealed class PackOptions : IValidatableObject
{
    [Required, Example("starter")]
    public string Id { get; set; } = "";

    [Required, Example("Starter")]
    public string Name { get; set; } = "";

    /// <summary>The price, in USD.</summary>
    [Required, Range(typeof(decimal), "0.01", "1000000"), Example("5")]
    public decimal PriceUsd { get; set; }

    /// <summary>The credit it buys, in USD.</summary>
    [Required, Range(typeof(decimal), "0.01", "1000000"), Example("5")]
    public decimal CreditUsd { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Id == CustomAmounts.PackId)
            yield return new ValidationResult(
                $"is '{Id}', which names a purchase of an amount that the payer chooses. It must be another Id.",
                [nameof(Id)]
            );
        if (CreditUsd < PriceUsd)
            yield return new ValidationResult(
                string.Create(CultureInfo.InvariantCulture, $"is '{CreditUsd}'. It must be at least PriceUsd, which is {PriceUsd}."),
                [nameof(CreditUsd)]
            );
    }
}
