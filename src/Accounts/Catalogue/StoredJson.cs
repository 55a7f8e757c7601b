using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Accounts.Catalogue;

/// <summary>Records that are stored as JSON: no query looks into them.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string? Write<T>(T? value)
        where T : class => value is null ? null : JsonSerializer.Serialize(value, Form);

    public static T? Read<T>(string? json)
        where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, Form);
}
