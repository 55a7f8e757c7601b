namespace Platform.Gateway.Pipeline;

/// <summary>Takes a request in another form for the one that it equals, before anything else looks at it.</summary>
internal static class EquivalentForms
{
    /// <summary>Where clients of Azure's v1 API, whose endpoint is a host, put theirs.</summary>
    private static readonly PathString Azure = "/openai/v1";

    private static readonly PathString Version = "/v1";

    public static void UseEquivalentForms(this WebApplication app) =>
        app.Use(
            static (http, next) =>
            {
                Simplify(http.Request);
                return next(http);
            }
        );

    internal static void Simplify(HttpRequest request)
    {
        // The server knows that it was HEAD, and sends the headers of the answer without its body.
        if (HttpMethods.IsHead(request.Method))
            request.Method = HttpMethods.Get;
        if (request.Path.StartsWithSegments(Azure, StringComparison.OrdinalIgnoreCase, out var rest))
            request.Path = Version + rest;
    }
}
