namespace Platform.Usage.Ledger;

/// <summary>The sides of the ledger. Each exists once per customer account, so that every account balances by itself.</summary>
internal static class LedgerAccounts
{
    /// <summary>What we owe the customer: their credit.</summary>
    public const string Customer = "customer";

    /// <summary>Play money received for packs; negative, being where credit comes from.</summary>
    public const string SandboxCash = "sandbox_cash";

    /// <summary>Money received through Stripe; negative for the same reason.</summary>
    public const string StripeCash = "stripe_cash";

    /// <summary>What the payer's bank holds back of it in a dispute, or keeps.</summary>
    public const string Disputes = "disputes";

    /// <summary>What the customer's usage earned us.</summary>
    public const string Revenue = "revenue";

    /// <summary>Credit given beyond what was paid; negative.</summary>
    public const string Promo = "promo";
}
