namespace Platform.Accounts.Catalogue;

/// <summary>
/// The command <c>check-catalogue FILE...</c>: says what is wrong with catalogue files before they are put in place, by the same code that
/// reads them there. It needs no settings and calls nobody.
/// </summary>
internal static class CatalogueCheck
{
    private const string Command = "check-catalogue";

    public static bool IsAsked(string[] args) => args is [Command, ..];

    /// <returns>The exit code: 0 for valid files, 1 for others, 2 without a file.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (args.Length < 2)
        {
            errors.WriteLine($"Usage: {Command} FILE... (files that together are a catalogue)");
            return 2;
        }

        var (catalogue, faults) = CatalogueText.Read(args[1..]).Parse();
        foreach (var fault in faults)
            errors.WriteLine(fault);
        if (faults.Count > 0)
            return 1;
        output.WriteLine($"The catalogue is valid: {catalogue.Models.Count} models, {catalogue.Upstreams?.Count ?? 0} upstreams.");
        return 0;
    }
}
