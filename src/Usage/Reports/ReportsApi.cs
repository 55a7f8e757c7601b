using Platform.Contracts;

namespace Platform.Usage.Reports;

internal static class ReportsApi
{
    public static void MapReports(this IEndpointRouteBuilder app)
    {
        app.MapGet(UsageRoutes.Balance, (Guid id, Balances balances, CancellationToken ct) => balances.ReadAccountAsync(id, ct));
        app.MapGet(UsageRoutes.Budgets, (Guid id, Balances balances, CancellationToken ct) => balances.ReadBudgetsAsync(id, ct));
        app.MapGet(UsageRoutes.Records, LogAsync);
        app.MapGet(UsageRoutes.Hours, HourlyAsync);
        app.MapGet(UsageRoutes.Days, DailyAsync);
        app.MapGet(UsageRoutes.Sessions, SessionsAsync);
        app.MapGet(UsageRoutes.Session, SessionAsync);
        app.MapGet(UsageRoutes.Request, RequestAsync);
        app.MapGet(UsageRoutes.Transactions, TransactionsAsync);
        app.MapGet(UsageRoutes.Measured, (MeasuredRoutes measured, CancellationToken ct) => measured.ReadAsync(ct));
        app.MapGet(UsageRoutes.Totals, (Totals totals, CancellationToken ct) => totals.ReadAsync(ct));
    }

    private static async Task<IResult> LogAsync(Guid id, HttpRequest request, UsageLog log, CancellationToken ct)
    {
        var query = UsageQuery.Parse(request.Query, out var problems);
        return problems.Count > 0 ? Results.ValidationProblem(problems) : Results.Ok(await log.PageAsync(id, query, ct));
    }

    private static async Task<IResult> TransactionsAsync(Guid id, HttpRequest request, Transactions transactions, CancellationToken ct)
    {
        var query = TransactionQuery.Parse(request.Query, out var problems);
        return problems.Count > 0 ? Results.ValidationProblem(problems) : Results.Ok(await transactions.PageAsync(id, query, ct));
    }

    private static async Task<IResult> HourlyAsync(Guid id, HttpRequest request, UsageHours hours, CancellationToken ct)
    {
        var query = HourlyQuery.Parse(request.Query, out var problems);
        return problems.Count > 0 ? Results.ValidationProblem(problems) : Results.Ok(await hours.ReadAsync(id, query, ct));
    }

    private static async Task<IResult> DailyAsync(Guid id, HttpRequest request, UsageDays days, CancellationToken ct)
    {
        var query = DailyQuery.Parse(request.Query, out var problems);
        return problems.Count > 0 ? Results.ValidationProblem(problems) : Results.Ok(await days.ReadAsync(id, query, ct));
    }

    private static async Task<IResult> SessionsAsync(Guid id, HttpRequest request, UsageSessions sessions, CancellationToken ct)
    {
        var query = UsageQuery.Parse(request.Query, out var problems);
        return problems.Count > 0 ? Results.ValidationProblem(problems) : Results.Ok(await sessions.PageAsync(id, query, ct));
    }

    private static async Task<IResult> SessionAsync(Guid id, string sessionId, UsageSessions sessions, CancellationToken ct) =>
        !sessionId.Contains('\0') && await sessions.FindAsync(id, sessionId, ct) is { } found
            ? Results.Ok(found)
            : Results.Problem(
                statusCode: StatusCodes.Status404NotFound,
                title: "No such session",
                detail: "No request of this account belongs to a session with that id."
            );

    private static async Task<IResult> RequestAsync(Guid id, string requestId, UsageLog log, CancellationToken ct)
    {
        var records = await log.ReadRequestAsync(id, requestId, ct);
        return records.Count > 0
            ? Results.Ok(records)
            : Results.Problem(
                statusCode: StatusCodes.Status404NotFound,
                title: "No such request",
                detail: "This account has no request with that id. A request appears here within a second of its end."
            );
    }
}
