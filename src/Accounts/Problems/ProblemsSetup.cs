namespace Platform.Accounts.Problems;

internal static class ProblemsSetup
{
    /// <summary>The largest request of this service, a key with a list of models, is far smaller.</summary>
    public const int MaximumBodyBytes = 64 * 1024;

    public static void AddProblems(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaximumBodyBytes);
        builder.Services.AddProblemDetails(options =>
            options.CustomizeProblemDetails = context => StatusProblems.Complete(context.ProblemDetails)
        );
        builder.Services.AddExceptionHandler<ExceptionRefusals>();
        // Without it only Development reports what cannot be read.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }
}
