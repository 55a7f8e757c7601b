namespace Platform.Usage.Reports;

internal static class ReportsApi
{
    public static void MapReports(this IEndpointRouteBuilder app)
    {
        app.MapGet("/accounts/{id:guid}/balance", (Guid id, Balances balances, CancellationToken ct) => balances.OfAccountAsync(id, ct));
        app.MapGet("/accounts/{id:guid}/budgets", (Guid id, Balances balances, CancellationToken ct) => balances.OfBudgetsAsync(id, ct));
        app.MapGet("/accounts/{id:guid}/usage", LogAsync);
        app.MapGet("/accounts/{id:guid}/usage/hourly", HourlyAsync);
        app.MapGet("/accounts/{id:guid}/usage/{requestId}", RequestAsync);
        app.MapGet("/totals", (Totals totals, CancellationToken ct) => totals.ReadAsync(ct));
    }

    private static async Task<IResult> LogAsync(Guid id, HttpRequest request, UsageLog log, CancellationToken ct)
    {
        var query = UsageQuery.Parse(request.Query, out var problems);
        return problems.Count > 0 ? Results.ValidationProblem(problems) : Results.Ok(await log.PageAsync(id, query, ct));
    }

    private static async Task<IResult> HourlyAsync(Guid id, HttpRequest request, UsageHours hours, CancellationToken ct)
    {
        var query = HourlyQuery.Parse(request.Query, out var problems);
        return problems.Count > 0 ? Results.ValidationProblem(problems) : Results.Ok(await hours.ReadAsync(id, query, ct));
    }

    private static async Task<IResult> RequestAsync(Guid id, string requestId, UsageLog log, CancellationToken ct)
    {
        var records = await log.OfRequestAsync(id, requestId, ct);
        return records.Count > 0
            ? Results.Ok(records)
            : Results.Problem(
                statusCode: StatusCodes.Status404NotFound, title: "No such request",
                detail: "This account has no request with that id. A request appears here within a second of its end.");
    }
}
