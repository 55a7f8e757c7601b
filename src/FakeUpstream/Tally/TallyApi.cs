using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.FakeUpstream.Scripts;

namespace Platform.FakeUpstream.Tally;

/// <summary>For tests: no key is required.</summary>
internal static class TallyApi
{
    public static void MapTally(this IEndpointRouteBuilder app)
    {
        app.MapGet("/tally", (RequestTally tally) => Results.Json(tally.Read(), TallyJson.Default.TallyView));
        app.MapGet("/tally/requests", Requests);
        app.MapDelete("/tally", Reset);
    }

    private static IResult Requests(RequestTally tally, long since = 0, string? model = null, string? scenario = null) =>
        Results.Json(
            tally.Since(since).Where(served => (model ?? served.Model) == served.Model && (scenario ?? served.Scenario) == served.Scenario),
            TallyJson.Default.IEnumerableServedRequest
        );

    /// <summary>Resets everything except the sequence.</summary>
    private static IResult Reset(RequestTally tally, ScriptSelector scripts)
    {
        tally.Reset();
        scripts.ResetOnce();
        return Results.NoContent();
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TallyView))]
[JsonSerializable(typeof(IEnumerable<ServedRequest>))]
internal sealed partial class TallyJson : JsonSerializerContext;
