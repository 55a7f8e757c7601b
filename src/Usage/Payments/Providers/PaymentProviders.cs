namespace Platform.Usage.Payments.Providers;

/// <summary>The configured providers. New checkouts go to the chosen one; webhooks and refunds go to the one they name.</summary>
internal sealed class PaymentProviders(string chosen, IEnumerable<IPaymentProvider> all)
{
    private readonly Dictionary<string, IPaymentProvider> byName = all.ToDictionary(provider => provider.Name);

    public IPaymentProvider Chosen => byName[chosen];

    /// <summary>Null when no provider of this name is configured.</summary>
    public IPaymentProvider? Find(string name) => byName.GetValueOrDefault(name);
}
