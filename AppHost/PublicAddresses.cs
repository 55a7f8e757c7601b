namespace Platform.AppHost;

internal static class PublicAddressExtensions
{
    /// <summary>
    /// Tells gateway and dashboard the addresses that people use: those of this machine, and when publishing the parameters
    /// <c>public-api-url</c> and <c>public-dashboard-url</c>, because only the operator knows them.
    /// </summary>
    public static void AddPublicAddresses(
        this IDistributedApplicationBuilder builder,
        IResourceBuilder<ProjectResource> gateway,
        IResourceBuilder<ProjectResource> dashboard
    )
    {
        var api = Address(builder, "public-api-url", gateway);
        var pages = Address(builder, "public-dashboard-url", dashboard);
        gateway
            .WithEnvironment("Public__BaseUrl", ReferenceExpression.Create($"{api}/v1"))
            .WithEnvironment("Public__ErrorDocs", ReferenceExpression.Create($"{pages}/errors"));
        dashboard
            .WithEnvironment("Platform__BaseUrl", ReferenceExpression.Create($"{api}/v1"))
            .WithEnvironment("Platform__PublicUrl", pages);
    }

    private static ReferenceExpression Address(
        IDistributedApplicationBuilder builder,
        string parameter,
        IResourceBuilder<ProjectResource> service
    ) =>
        builder.ExecutionContext.IsRunMode
            ? ReferenceExpression.Create($"{service.GetEndpoint("http")}")
            : ReferenceExpression.Create($"{builder.AddParameter(parameter)}");
}
