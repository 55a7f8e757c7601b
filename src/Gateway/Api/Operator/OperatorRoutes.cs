using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Errors;
using Platform.Gateway.Health;
using Platform.Gateway.Upstreams;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Api.Operator;

/// <summary>
/// What the operator sees and does about upstreams, and what our site asks. The gateway faces everybody: without the service token
/// these are addresses that do not exist.
/// </summary>
internal static class OperatorRoutes
{
    public static void AddOperator(this IServiceCollection services)
    {
        services.AddSingleton<SoldUpstreams>();
        services.AddHealthChecks().AddCheck<UpstreamsCheck>(UpstreamsCheck.Name);
    }

    public static void MapOperator(this WebApplication app)
    {
        app.MapGet(GatewayPaths.Upstreams, static (SoldUpstreams upstreams) => upstreams.States);
        app.MapGet(GatewayPaths.ModelsNow, static (SoldUpstreams upstreams) => upstreams.Now);
        app.MapGet(GatewayPaths.Limits, static (LimitsInForce limits) => limits.ForAll);
        app.MapPost(GatewayPaths.UnPause, UnPause);
        app.MapPost(GatewayPaths.TestUpstreams, TestAsync);
    }

    /// <summary>Stands before the routing, so that nobody without the token learns by any answer what is there.</summary>
    public static void UseOperatorOnly(this WebApplication app) =>
        app.UseWhen(
            static http => http.Request.Path.StartsWithSegments(GatewayPaths.Internal, StringComparison.OrdinalIgnoreCase),
            static branch => branch.Use(RequireTokenAsync)
        );

    private static UnPauseResult UnPause(UnPauseRequest request, SoldUpstreams upstreams, UpstreamHealth health) =>
        new([
            .. from upstream in upstreams.All
            where request.Upstream is null || request.Upstream == upstream.Name
            from credential in upstream.Credentials
            where request.Credential is null || request.Credential == credential.Name
            where health.UnPause(upstream, credential)
            select $"{upstream.Name}/{credential.Name}",
        ]);

    private static async Task<IReadOnlyList<UpstreamTest>> TestAsync(
        string? upstream,
        SoldUpstreams upstreams,
        UpstreamProbe probe,
        CancellationToken cancellationToken
    ) =>
        await Task.WhenAll(
            from tested in upstreams.All
            where upstream is null || upstream == tested.Name
            from credential in tested.Credentials
            select AskAsync(probe, tested, credential, cancellationToken)
        );

    private static async Task<UpstreamTest> AskAsync(
        UpstreamProbe probe,
        Upstream upstream,
        Credential credential,
        CancellationToken cancellationToken
    )
    {
        var answer = await probe.AskAsync(upstream, credential, cancellationToken);
        return new UpstreamTest(
            upstream.Name,
            credential.Name,
            HealthTelemetry.Word(answer.Meaning),
            answer.StatusCode,
            (long)answer.Duration.TotalMilliseconds,
            (await probe.BalanceAsync(upstream, credential, cancellationToken))?.ToString()
        );
    }

    private static Task RequireTokenAsync(HttpContext http, RequestDelegate next)
    {
        var services = http.RequestServices;
        return ServiceCredential.IsPresented(http.Request, services.GetRequiredService<IOptions<ServiceOptions>>().Value)
            ? next(http)
            : UnknownUrl.AnswerAsync(
                http,
                services.GetRequiredService<ErrorWriter>(),
                services.GetRequiredService<IOptions<PublicAddresses>>()
            );
    }
}
