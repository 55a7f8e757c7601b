using Microsoft.Extensions.Options;
using Platform.Contracts;

namespace Platform.Usage.Payments;

/// <summary>The credit packs on sale.</summary>
internal sealed class Packs(IOptions<PacksOptions> options)
{
    public IReadOnlyList<PackView> All { get; } =
        [.. options.Value.Select(pack => new PackView(pack.Id, pack.Name, Money.FromUsd(pack.PriceUsd), Money.FromUsd(pack.CreditUsd)))];

    public PackView? Find(string id) => All.FirstOrDefault(pack => pack.Id == id);
}
