namespace Platform.Accounts.Demo;

internal static class DemoSetup
{
    public static void AddDemo(this WebApplicationBuilder builder)
    {
        if (DemoSettings.Read(builder.Configuration, builder.Environment.IsDevelopment()) is not { } settings)
            return;
        builder.Services.AddSingleton(settings);
        builder.Services.AddScoped<DemoSeed>();
    }
}
