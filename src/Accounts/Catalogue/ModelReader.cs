using System.Text.Json;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>Reads one element of <c>models</c>.</summary>
internal static class ModelReader
{
    public static Model Read(JsonFields fields)
    {
        var model = new Model(
            fields.Text("id"),
            fields.Text("ownedBy"),
            fields.Date("createdAt"),
            fields.Integer("contextTokens", 1),
            fields.Integer("maxOutputTokens", 0),
            [.. fields.Objects("routes", (_, index) => fields.In($"route {index + 1}")).Select(RouteReader.Read)],
            fields.OptionalBoolean("reasoning"),
            fields.OptionalObject("deprecation") is { } deprecation ? ReadDeprecation(deprecation) : null,
            fields.OptionalTexts("recommendedFor"),
            fields.OptionalTexts("fallbacks"),
            LimitsReader.Read(fields)
        );
        if (model.MaxOutputTokens > model.ContextTokens)
            fields.Fault("maxOutputTokens", "must not be more than contextTokens", 0);
        if (model.Routes.DistinctBy(route => (route.Upstream, route.UpstreamModel)).Count() < model.Routes.Count)
            fields.Fault("routes", "has the same upstream and upstreamModel twice", 0);
        fields.RejectUnknownFields();
        return model;
    }

    public static string? IdIn(JsonElement item) =>
        item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    private static ModelDeprecation ReadDeprecation(JsonFields fields)
    {
        var deprecation = new ModelDeprecation(fields.Date("announced"), fields.Date("shutdown"), fields.OptionalText("successor"));
        if (deprecation.Shutdown < deprecation.Announced)
            fields.Fault("shutdown", "must not be before announced", 0);
        fields.RejectUnknownFields();
        return deprecation;
    }
}
