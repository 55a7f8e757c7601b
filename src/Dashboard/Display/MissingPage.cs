namespace Platform.Dashboard.Display;

/// <summary>What is said where there is no page: what is missing, why that can be, and where to go from there.</summary>
public sealed record MissingPage(string Title, string Text, params (string Address, string Words)[] Links)
{
    private static readonly MissingPage Page = new(
        "There is no such page",
        "Check the address for a typing mistake, or start again from one of these.",
        ("~/", "Start page"),
        ("~/docs", "Documentation"),
        ("~/errors", "Error codes")
    );

    private static readonly MissingPage Receipt = new(
        "There is no receipt of this request",
        "Your account has no request with this id. A receipt appears within a second of the end of its request, and so does a "
            + "request that was refused, unless very many were; a request of another account is shown to that account only.",
        ("~/usage", "All your requests"),
        ("~/usage/refused", "Refused requests")
    );

    private static readonly MissingPage Key = new(
        "There is no such API key",
        "Your account has no key with this id. It may be deleted, or it was replaced and has ended. What it was used for stays in your usage.",
        ("~/tokens", "Your API keys"),
        ("~/usage", "Usage")
    );

    private static readonly MissingPage Guide = new(
        "There is no guide with this name",
        "These are the tools that have one. Any other tool that takes a Base URL works with the same three things.",
        ("~/guides", "All guides")
    );

    private static readonly MissingPage Doc = new(
        "There is no such page of the documentation",
        "It may have another address now.",
        ("~/docs", "All pages of the documentation"),
        ("~/errors", "Error codes")
    );

    private static readonly MissingPage Model = new(
        "There is no such model",
        "No model of this name is on sale. Names are copied letter for letter from the list.",
        ("~/models", "All models")
    );

    private static readonly MissingPage Payment = new(
        "There is no such payment",
        "Your account has no payment with this id. Nothing was bought.",
        ("~/credit", "Credit and purchases")
    );

    private static readonly MissingPage Form = new(
        "This form could not be accepted",
        "The page was probably open for a long time, or you signed in or out in another window. Nothing was changed. Go back, reload the "
            + "page, and send the form again.",
        ("~/account", "Overview")
    );

    /// <param name="path">The address that was asked for.</param>
    public static MissingPage For(int status, string path) =>
        status == 400 ? Form
        : IsBelow(path, "/usage") ? Receipt
        : IsBelow(path, "/tokens") ? Key
        : IsBelow(path, "/guides") ? Guide
        : IsBelow(path, "/docs") ? Doc
        : IsBelow(path, "/models") ? Model
        : IsBelow(path, "/sandbox-checkout") ? Payment
        : Page;

    private static bool IsBelow(string path, string root) =>
        path.Length > root.Length + 1 && path.StartsWith(root + "/", StringComparison.OrdinalIgnoreCase);
}
