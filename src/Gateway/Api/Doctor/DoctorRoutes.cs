using Microsoft.Net.Http.Headers;
using Platform.Gateway.Errors;
using Platform.Till;

namespace Platform.Gateway.Api.Doctor;

/// <summary>
/// <c>GET /v1/doctor</c>: checks key, Base URL, model and account, and says which is wrong. It always answers 200, costs nothing and needs
/// no key: checks that need one are reported as skipped.
/// </summary>
internal static class DoctorRoutes
{
    public static void AddDoctor(this IServiceCollection services)
    {
        services.AddTransient<AccountChecks>();
        services.AddSingleton<TillCheck>();
        services.AddSingleton<ProviderCheck>();
        services.AddSingleton<LimitReadings>();
        services.AddTransient<LimitChecks>();
        services.AddTransient<Examination>();
    }

    public static void MapDoctor(this WebApplication app) => app.MapGet("/v1/doctor", AnswerAsync);

    private static async Task AnswerAsync(HttpContext http, string? model, Examination examination)
    {
        var diagnosis = await examination.RunAsync(http, model);
        http.Response.Headers.CacheControl = "no-store";
        if (!WantsText(http.Request))
        {
            await http.Response.WriteAsJsonAsync(DiagnosisJson.From(diagnosis), http.RequestAborted);
            return;
        }

        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(DiagnosisText.From(diagnosis), http.RequestAborted);
    }

    /// <summary>Text for a client that asks for it, and for a terminal that asks for no type; JSON for all others.</summary>
    public static bool WantsText(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return !Accepts(accepted, "application/json") && (Accepts(accepted, "text/plain") || CallingTool.From(request.Headers).IsTerminal);
    }

    private static bool Accepts(IList<MediaTypeHeaderValue> accepted, string type) =>
        accepted.Any(value => value.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase));
}
