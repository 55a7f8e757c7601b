namespace Platform.Usage.Ledger;

/// <summary>The ledger accounts. Each exists once per account of a customer, so that the entries of every customer sum to zero.</summary>
internal static class LedgerAccounts
{
    /// <summary>The customer's credit, which we owe them.</summary>
    public const string Customer = "customer";

    /// <summary>Sandbox money received for packs; negative, because credit comes from it.</summary>
    public const string SandboxCash = "sandbox_cash";

    /// <summary>Money received through Stripe; negative for the same reason.</summary>
    public const string StripeCash = "stripe_cash";

    /// <summary>Money that the payer's bank withholds or keeps in a dispute.</summary>
    public const string Disputes = "disputes";

    /// <summary>Our income from the customer's usage.</summary>
    public const string Revenue = "revenue";

    /// <summary>
    /// The cost of answers beyond what the customer's hold and credit could pay, which we bear; negative, because it pays that income.
    /// </summary>
    public const string WriteOffs = "write_offs";

    /// <summary>Credit given beyond the price paid; negative.</summary>
    public const string Promo = "promo";
}
