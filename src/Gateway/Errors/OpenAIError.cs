using System.Text.Json;

namespace Platform.Gateway.Errors;

/// <summary><c>{"error":{message,type,param,code}}</c>, all four keys always there.</summary>
internal static class OpenAIError
{
    /// <param name="message">The text for people, with the link.</param>
    public static void Write(Utf8JsonWriter json, ApiError error, string message)
    {
        json.WriteStartObject();
        WriteMember(json, error, message);
        json.WriteEndObject();
    }

    public static void WriteMember(Utf8JsonWriter json, ApiError error, string message)
    {
        json.WriteStartObject("error");
        json.WriteString("message", message);
        json.WriteString("type", error.Type);
        json.WriteString("param", error.Param);
        json.WriteString("code", error.SentCode);
        json.WriteEndObject();
    }
}
