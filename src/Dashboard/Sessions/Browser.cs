namespace Platform.Dashboard.Sessions;

/// <summary>What a browser calls itself, by which people tell their sessions apart.</summary>
internal static class Browser
{
    private const int LongestName = 200;

    public static string? Of(HttpRequest request) =>
        request.Headers.UserAgent.ToString() is { Length: > 0 } name ? name[..Math.Min(name.Length, LongestName)] : null;
}
