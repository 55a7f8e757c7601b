namespace Platform.Dashboard.Sessions;

public static class SessionsSetup
{
    public static IHostApplicationBuilder AddSessions(this IHostApplicationBuilder builder)
    {
        builder.AddKeyRing();
        builder.Services.AddScoped<SessionCookie>();
        builder.Services.AddAuthentication(SessionCookie.Scheme).AddCookie(SessionCookie.Configure);
        builder.Services.AddAuthorization();
        return builder;
    }
}
