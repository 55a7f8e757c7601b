namespace Platform.Dashboard.Connect;

internal static class ConnectSetup
{
    public static void AddConnect(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Listeners>();
        builder.Services.AddTransient<Sightings>();
        builder.Services.AddTransient<ConnectEvents>();
    }

    public static void MapConnect(this IEndpointRouteBuilder routes) => ConnectEvents.Map(routes);
}
