namespace Platform.Accounts.Catalogue;

/// <summary>What this replica put into the database last, and what is wrong with the files since then.</summary>
internal sealed class CatalogueInForce
{
    private volatile string? fingerprint;
    private volatile IReadOnlyList<string> faults = [];

    /// <summary>Of the files that are in force; null until the first are.</summary>
    public string? Fingerprint => fingerprint;

    /// <summary>Why the files as they are now are not in force; empty while they are.</summary>
    public IReadOnlyList<string> Faults => faults;

    public void Accept(string applied) => (fingerprint, faults) = (applied, []);

    public void Refuse(IReadOnlyList<string> found) => faults = found;
}
