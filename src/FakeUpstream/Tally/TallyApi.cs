using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.FakeUpstream.Scripts;

namespace Platform.FakeUpstream.Tally;

/// <summary>For tests, not for the world: no key is asked for.</summary>
internal static class TallyApi
{
    public static void MapTally(this IEndpointRouteBuilder app)
    {
        app.MapGet("/tally", (TallySheet tally) => Results.Json(tally.Read(), TallyJson.Default.TallyView));
        app.MapGet("/tally/requests", Requests);
        app.MapDelete("/tally", Reset);
    }

    private static IResult Requests(TallySheet tally, long since = 0, string? model = null, string? scenario = null) =>
        Results.Json(
            tally.Since(since).Where(served => (model ?? served.Model) == served.Model && (scenario ?? served.Scenario) == served.Scenario),
            TallyJson.Default.IEnumerableServedRequest
        );

    /// <summary>As after a fresh start, but that sequences go on counting.</summary>
    private static IResult Reset(TallySheet tally, ScriptBook scripts)
    {
        tally.Reset();
        scripts.ForgetOccasions();
        return Results.NoContent();
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TallyView))]
[JsonSerializable(typeof(IEnumerable<ServedRequest>))]
internal sealed partial class TallyJson : JsonSerializerContext;
