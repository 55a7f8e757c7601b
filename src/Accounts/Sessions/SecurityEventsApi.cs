using System.Globalization;
using Platform.Accounts.Audit;
using Platform.Contracts;

namespace Platform.Accounts.Sessions;

/// <summary>The security log of the caller's account.</summary>
internal static class SecurityEventsApi
{
    public static void MapSecurityEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGet(
            AccountsRoutes.SecurityEvents,
            (string? skip, Caller caller, SecurityEvents events, CancellationToken cancellationToken) =>
                events.ReadAsync(caller.Account.Id, Number(skip), cancellationToken)
        );

    /// <summary>What is no number shows the newest.</summary>
    private static int Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
