namespace Platform.Usage.Intake;

internal static class IntakeSetup
{
    public static void AddIntake(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IntakeTelemetry>();
        builder.Services.AddSingleton<EventStream>();
        builder.Services.AddSingleton<Posting>();
        builder.Services.AddHostedService<UsageMonths>();
        builder.Services.AddHostedService<IntakeService>();
    }
}
