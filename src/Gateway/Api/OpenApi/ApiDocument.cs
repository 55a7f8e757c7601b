namespace Platform.Gateway.Api.OpenApi;

/// <summary>
/// The OpenAPI document of the public API. It is a maintained file: the endpoints read and write raw bytes, so that their signatures
/// have no schemas to generate it from. Tests compare it with the routes, the members that are read, and the table of errors.
/// </summary>
internal static class ApiDocument
{
    /// <summary>JSON, in UTF-8.</summary>
    public static byte[] Read()
    {
        using var file = typeof(ApiDocument).Assembly.GetManifestResourceStream(typeof(ApiDocument), "openapi.v1.json")!;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
