namespace Platform.Dashboard.Sessions;

/// <summary>The name of a browser, by which people distinguish their sessions.</summary>
internal static class Browser
{
    private const int LongestName = 200;

    public static string? NameFrom(HttpRequest request) =>
        request.Headers.UserAgent.ToString() is { Length: > 0 } name ? name[..Math.Min(name.Length, LongestName)] : null;
}
