using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Usage.Problems;

namespace Platform.Usage.Payments.Purchases;

/// <summary>The credit packs on sale.</summary>
internal sealed class Packs(IOptions<PacksOptions> options)
{
    public IReadOnlyList<PackView> All { get; } =
    [.. options.Value.Select(pack => new PackView(pack.Id, pack.Name, Money.FromUsd(pack.PriceUsd), Money.FromUsd(pack.CreditUsd)))];

    /// <summary>Null when no pack of this id is on sale.</summary>
    public PackView? Find(string id) => All.FirstOrDefault(pack => pack.Id == id);

    public IResult NotFound(string? id) =>
        Refusals.NotFound("pack", $"There is no pack '{id}'. On sale are: {string.Join(", ", All.Select(pack => pack.Id))}.");
}
