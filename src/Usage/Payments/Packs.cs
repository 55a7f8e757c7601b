using Platform.Contracts;

namespace Platform.Usage.Payments;

/// <summary>The credit packs on sale, from the configuration section <c>Packs</c>: a list of Id, Name, PriceUsd and CreditUsd.</summary>
internal sealed class Packs(IReadOnlyList<PackView> all)
{
    public IReadOnlyList<PackView> All => all;

    public PackView? Find(string id) => all.FirstOrDefault(pack => pack.Id == id);

    /// <exception cref="InvalidOperationException">There is no pack, or one that makes no sense; the message names the setting.</exception>
    public static Packs Read(IConfiguration configuration)
    {
        var packs = configuration.GetSection("Packs").GetChildren().Select(Read).ToArray();
        if (packs.Length == 0)
            throw new InvalidOperationException("Packs is empty; list at least one credit pack with Id, Name, PriceUsd and CreditUsd.");
        if (packs.CountBy(pack => pack.Id).FirstOrDefault(count => count.Value > 1).Key is { } twice)
            throw new InvalidOperationException($"Packs has two packs with the Id '{twice}'; give each its own.");
        return new Packs(packs);
    }

    private static PackView Read(IConfigurationSection section)
    {
        var price = section.GetValue<decimal?>("PriceUsd") ?? throw Wrong(section, "PriceUsd", "is missing");
        var credit = section.GetValue<decimal?>("CreditUsd") ?? throw Wrong(section, "CreditUsd", "is missing");
        if (price is <= 0 or > 1_000_000)
            throw Wrong(section, "PriceUsd", "must be above 0 and at most 1000000 dollars");
        if (credit < price || credit > 1_000_000)
            throw Wrong(section, "CreditUsd", "must be at least the price and at most 1000000 dollars");
        return new PackView(Text(section, "Id"), Text(section, "Name"), Money.FromUsd(price), Money.FromUsd(credit));
    }

    private static string Text(IConfigurationSection section, string name) =>
        section[name] is { Length: > 0 } text ? text : throw Wrong(section, name, "is missing");

    private static InvalidOperationException Wrong(IConfigurationSection section, string name, string problem) =>
        new($"{section.Path}:{name} {problem}.");
}
