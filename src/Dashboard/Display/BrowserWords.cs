namespace Platform.Dashboard.Display;

/// <summary>
/// Names a browser and its system in a few words, from what it says of itself. Only words of this list are shown: whoever signs in may
/// write anything there.
/// </summary>
public static class BrowserWords
{
    /// <summary>The first that is found counts: most browsers also name those they descend from.</summary>
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Vivaldi/", "Vivaldi"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];

    /// <summary><c>Firefox on Linux</c>; <c>Unknown browser</c> where neither is known.</summary>
    public static string Of(string? client) =>
        (Find(Browsers, client), Find(Systems, client)) switch
        {
            (null, null) => "Unknown browser",
            ({ } browser, null) => browser,
            (null, { } system) => $"Unknown browser on {system}",
            var (browser, system) => $"{browser} on {system}",
        };

    private static string? Find((string Sign, string Name)[] list, string? client) =>
        client is null ? null : Array.Find(list, each => client.Contains(each.Sign, StringComparison.Ordinal)).Name;
}
