using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Platform.Accounts.Audit;
using Platform.Accounts.Networks;
using Platform.Accounts.Problems;
using Platform.Contracts;
using Platform.ServiceDefaults.Settings;

namespace Platform.Accounts.Limits;

/// <summary>
/// Limits sign-ins and registrations of each network, before anything is read or looked up. The limits are in the memory of each replica,
/// so that a flood writes nothing.
/// </summary>
internal static class NetworkLimits
{
    private const string SignIn = "sign-in",
        Register = "register";

    public static void AddNetworkLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<NetworkLimitOptions>();
        builder
            .Services.AddRateLimiter(_ => { })
            .AddOptions<RateLimiterOptions>()
            .Configure<IOptions<NetworkLimitOptions>>(
                static (limiter, options) =>
                {
                    var limits = options.Value;
                    limiter.AddPolicy(SignIn, context => Partition(context, limits.SignInBurst, limits.SignInPerMinute));
                    limiter.AddPolicy(Register, context => Partition(context, limits.RegisterBurst, limits.RegisterPerMinute));
                    limiter.OnRejected = static (rejected, _) => new ValueTask(RefuseAsync(rejected));
                }
            );
    }

    /// <summary>It must come after the service credential, which makes the client's address trustworthy.</summary>
    public static void UseNetworkLimits(this WebApplication app) => app.UseRateLimiter();

    public static RouteHandlerBuilder LimitSignIns(this RouteHandlerBuilder endpoint) => endpoint.RequireRateLimiting(SignIn);

    public static RouteHandlerBuilder LimitRegistrations(this RouteHandlerBuilder endpoint) => endpoint.RequireRateLimiting(Register);

    private static RateLimitPartition<ClientNetwork> Partition(HttpContext context, int burst, int perMinute) =>
        ClientNetwork.Of(context) is { IsOwn: false } network
            ? RateLimitPartition.GetTokenBucketLimiter(
                network,
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = burst,
                    TokensPerPeriod = 1,
                    ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
                    QueueLimit = 0,
                }
            )
            : RateLimitPartition.GetNoLimiter(ClientNetwork.Own);

    private static Task RefuseAsync(OnRejectedContext rejected)
    {
        var refusal = Refusals.NetworkLimit(
            rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1)
        );
        var context = rejected.HttpContext;
        context
            .RequestServices.GetRequiredService<AuditLog>()
            .WriteFlood(context.Request.Path == AccountsRoutes.Accounts ? Register : SignIn, refusal.Code, ClientNetwork.Of(context).Text);
        return refusal.ExecuteAsync(context);
    }
}
