namespace Platform.Usage.Problems;

internal static class ProblemsSetup
{
    /// <summary>Answers failures of requests with problem details (RFC 9457).</summary>
    public static void AddProblems(this IHostApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<StoreUnavailableHandler>();
        builder.Services.AddExceptionHandler<UnreadableBodyHandler>();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }
}
