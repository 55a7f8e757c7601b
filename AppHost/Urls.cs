using Microsoft.Extensions.Hosting;

namespace Platform.AppHost;

internal static class UrlExtensions
{
    /// <summary>
    /// Names the addresses in the Aspire dashboard; those of internal services are shown in their details only.
    /// </summary>
    public static void AddUrls(
        this IDistributedApplicationBuilder builder,
        IResourceBuilder<ProjectResource> gateway,
        IResourceBuilder<ProjectResource> dashboard,
        params IResourceBuilder<ProjectResource>[] internals
    )
    {
        gateway.WithUrlForEndpoint("http", url => (url.DisplayText, url.Url) = ("API", "/v1/models"));
        // The gateway serves its reference in Development only.
        if (builder.Environment.IsDevelopment())
            gateway.WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/scalar", DisplayText = "API reference" });
        dashboard
            .WithUrlForEndpoint("http", url => url.DisplayText = "Site")
            .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/guides", DisplayText = "Docs" });
        // Mails that would have been sent, in Development only.
        if (builder.Environment.IsDevelopment())
            dashboard.WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/development/mailbox", DisplayText = "Mailbox" });
        foreach (var service in internals)
            service.WithUrlForEndpoint("http", url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly);
    }
}
