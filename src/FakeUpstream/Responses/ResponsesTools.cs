using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Responses;

/// <summary>Reads the functions and custom tools, also those in namespaces; other kinds are never called.</summary>
internal static class ResponsesTools
{
    public static IEnumerable<Tool> Read(JsonElement tools, string? group)
    {
        foreach (var tool in tools.EnumerateArray().Where(tool => tool.ValueKind == JsonValueKind.Object))
        {
            switch (tool.Field("type", "a string", JsonValueKind.String)?.Text() ?? throw RequestFields.Missing("tools.type"))
            {
                case "function":
                    var parameters = tool.Field("parameters", "an object", JsonValueKind.Object) ?? default;
                    yield return new Tool(Name(tool), parameters, Namespace: group);
                    break;
                case "custom":
                    yield return new Tool(Name(tool), default, FreeText: true, group);
                    break;
                case "namespace":
                    var grouped = tool.Field("tools", "an array", JsonValueKind.Array) ?? throw RequestFields.Missing("tools.tools");
                    foreach (var inner in Read(grouped, Name(tool)))
                        yield return inner;
                    break;
            }
        }
    }

    private static string Name(JsonElement tool) =>
        tool.Field("name", "a string", JsonValueKind.String)?.Text() ?? throw RequestFields.Missing("tools.name");
}
