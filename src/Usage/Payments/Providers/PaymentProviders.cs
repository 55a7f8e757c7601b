namespace Platform.Usage.Payments.Providers;

/// <summary>Those that are configured. New checkouts go to one of them; webhooks and refunds to whichever it concerns.</summary>
internal sealed class PaymentProviders(PaymentSettings settings, IEnumerable<IPaymentProvider> all)
{
    private readonly Dictionary<string, IPaymentProvider> byName = all.ToDictionary(provider => provider.Name);

    public IPaymentProvider Chosen => byName[settings.Provider];

    public IPaymentProvider? Find(string name) => byName.GetValueOrDefault(name);
}
