using Platform.Accounts.Networks;
using Platform.Accounts.Problems;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Platform.Accounts.Audit;

/// <summary>Writes what an endpoint did, or refused, to the audit log.</summary>
internal static class Auditing
{
    public static void AddAudit(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AuditLog>();
        builder.Services.AddScoped<AuditEntry>();
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
        var network = ClientNetwork.Of(context).Text;
        if (refusal is { Status: Status429TooManyRequests })
            log.WriteFlood(action, refusal.Code, network);
        else
            log.Write(action, refusal?.Code ?? AuditLog.Done, network, context.RequestServices.GetRequiredService<AuditEntry>());
    }
}
