namespace Platform.Usage.Payments.Providers;

/// <summary>Those that are configured. New checkouts go to one of them; webhooks and refunds to whichever it concerns.</summary>
internal sealed class PaymentProviders(string chosen, IEnumerable<IPaymentProvider> all)
{
    private readonly Dictionary<string, IPaymentProvider> byName = all.ToDictionary(provider => provider.Name);

    public IPaymentProvider Chosen => byName[chosen];

    public IPaymentProvider? Find(string name) => byName.GetValueOrDefault(name);
}
