using Platform.Contracts;

namespace Platform.Usage.Refused;

internal static class RefusedApi
{
    public static void MapRefused(this IEndpointRouteBuilder app)
    {
        app.MapPost(UsageRoutes.RefusedIntake, AddAsync);
        app.MapGet(UsageRoutes.Refused, ListAsync);
        app.MapGet(UsageRoutes.RefusedRequest, FindAsync);
        app.MapGet(UsageRoutes.Log, LogAsync);
    }

    private static async Task<IResult> AddAsync(RefusedRequest[] requests, RefusedLog log, CancellationToken ct)
    {
        if (requests.Length > RefusedRequest.MaxBatch)
            return Results.ValidationProblem(
                new Dictionary<string, string[]> { [""] = [$"Send at most {RefusedRequest.MaxBatch} requests at once."] }
            );
        await log.AddAsync(requests, ct);
        return Results.NoContent();
    }

    private static async Task<IResult> ListAsync(Guid id, HttpRequest request, RefusedLog log, CancellationToken ct)
    {
        var query = RefusedQuery.Parse(request.Query, out var problems);
        return problems.Count > 0 ? Results.ValidationProblem(problems) : Results.Ok(await log.PageAsync(id, query, ct));
    }

    private static async Task<IResult> LogAsync(Guid id, HttpRequest request, AccountLog log, CancellationToken ct)
    {
        var query = LogQuery.Parse(request.Query, out var problems);
        return problems.Count > 0 ? Results.ValidationProblem(problems) : Results.Ok(await log.PageAsync(id, query, ct));
    }

    private static async Task<IResult> FindAsync(Guid id, string requestId, RefusedLog log, CancellationToken ct) =>
        !requestId.Contains('\0') && await log.FindAsync(id, requestId, ct) is { } found
            ? Results.Ok(found)
            : Results.Problem(
                statusCode: StatusCodes.Status404NotFound,
                title: "No such request",
                detail: "No request of this account with that id was refused, or it is no longer kept."
            );
}
