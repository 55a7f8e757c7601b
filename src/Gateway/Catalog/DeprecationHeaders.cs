using System.Globalization;
using Platform.Contracts;

namespace Platform.Gateway.Catalog;

/// <summary>
/// The announced end of a model as headers: <c>Deprecation</c> (RFC 9745, seconds since 1970), <c>Sunset</c> (RFC 8594, an HTTP date) and a
/// <c>Link</c> to its successor (RFC 8288 and RFC 5829).
/// </summary>
internal static class DeprecationHeaders
{
    /// <param name="deprecation">Null writes nothing.</param>
    public static void Write(IHeaderDictionary headers, ModelDeprecation? deprecation)
    {
        if (deprecation is null)
            return;
        headers["Deprecation"] = string.Create(CultureInfo.InvariantCulture, $"@{deprecation.Announced.ToUnixTimeSeconds()}");
        headers["Sunset"] = deprecation.Shutdown.ToString("R", CultureInfo.InvariantCulture);
        if (deprecation.Successor is { } successor)
            headers.Link = $"</v1/models/{Uri.EscapeDataString(successor)}>; rel=\"successor-version\"";
    }
}
