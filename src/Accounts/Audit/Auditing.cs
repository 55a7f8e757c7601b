using Platform.Accounts.Networks;
using Platform.Accounts.Problems;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Platform.Accounts.Audit;

/// <summary>Writes what an endpoint did, or refused, to the audit log.</summary>
internal static class Auditing
{
    /// <summary>What its owner wants to know of also when it was refused.</summary>
    private static readonly string[] Attempts = ["sign-in", "password-change", "account-secure", "password-reset"];

    public static void AddAudit(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AuditLog>();
        builder.Services.AddScoped<AuditEntry>();
        builder.Services.AddSingleton<SecurityEvents>();
        builder.Services.AddSingleton<SecurityEventQueue>();
        builder.Services.AddHostedService<SecurityEventWriter>();
    }

    /// <param name="action">Such as <c>sign-in</c>.</param>
    public static TBuilder Audited<TBuilder>(this TBuilder endpoint, string action)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter(
            async (invocation, next) =>
            {
                var result = await next(invocation);
                Write(invocation.HttpContext, action, result as Refusal);
                return result;
            }
        );

    /// <summary>Form errors are left out: nothing was tried with them.</summary>
    private static void Write(HttpContext context, string action, Refusal? refusal)
    {
        if (refusal is { Status: Status400BadRequest } && refusal.Code == Refusals.InvalidRequest)
            return;
        var log = context.RequestServices.GetRequiredService<AuditLog>();
        var network = ClientNetwork.Of(context);
        if (refusal is { Status: Status429TooManyRequests })
        {
            log.WriteFlood(action, refusal.Code, network.Text);
            return;
        }

        var entry = context.RequestServices.GetRequiredService<AuditEntry>();
        var outcome = refusal?.Code ?? AuditLog.Done;
        log.Write(action, outcome, network.Text, entry);
        if (entry.AccountId is { } account && (refusal is null || Attempts.Contains(action)))
            context
                .RequestServices.GetRequiredService<SecurityEventQueue>()
                .Add(
                    new SecurityEvent(
                        account,
                        context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
                        action,
                        outcome,
                        network.Prefix,
                        entry.Client,
                        entry.KeyId,
                        entry.Detail
                    )
                );
    }
}
