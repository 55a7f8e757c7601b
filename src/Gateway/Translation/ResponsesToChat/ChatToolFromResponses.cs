using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>Converts a tool to a function of chat.</summary>
internal static class ChatToolFromResponses
{
    /// <summary>The one parameter of a function that stands for a custom tool.</summary>
    public const string Input = "input";

    private const string SearchDescription = "Searches for further tools by what they do; those it finds can be called afterwards.";

    public static void Write(Utf8JsonWriter json, OfferedTool tool)
    {
        json.WriteStartObject();
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", tool.ChatName);
        if (tool.Tool.Kind == ToolKind.Custom)
            WriteCustom(json, tool);
        else
            WriteFunction(json, tool);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter json, OfferedTool tool)
    {
        var definition = tool.Definition.Object("function") ?? tool.Definition;
        var description = definition.Text("description") ?? (tool.Tool.Kind == ToolKind.Search ? SearchDescription : null);
        WriteDescription(json, tool, description);
        json.Carry(definition, "parameters");
        json.Carry(definition, "strict");
    }

    /// <summary>A chat function takes JSON, so the text goes into one member of it, and its grammar into the description.</summary>
    private static void WriteCustom(Utf8JsonWriter json, OfferedTool tool)
    {
        var definition = tool.Definition.Object("custom") ?? tool.Definition;
        WriteDescription(json, tool, Joined(definition.Text("description"), Form(definition.Object("format"))));
        json.WriteRaw(
            "parameters",
            """
            {"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}
            """u8
        );
    }

    private static string Form(JsonField? format)
    {
        const string Whole = "Put the whole input of this tool, as it is, into \"input\".";
        return (format?.Text("type") ?? "text") switch
        {
            "text" => Whole,
            "grammar" => Grammar(format!.Object("grammar") ?? format),
            var other => throw new UntranslatableException(
                $"{format!.Path}.type",
                $"{format.Path}.type is '{other}'; send text or grammar."
            ),
        };

        static string Grammar(JsonField grammar) =>
            $"{Whole} It must match this {grammar.NeedText("syntax")} grammar:\n{grammar.NeedText("definition")}";
    }

    private static void WriteDescription(Utf8JsonWriter json, OfferedTool tool, string? description)
    {
        var group = tool.GroupNote is null ? null : $"All functions of {tool.Tool.Namespace}: {tool.GroupNote}";
        if (Joined(description, group) is { Length: > 0 } whole)
            json.WriteString("description", whole);
    }

    private static string? Joined(string? one, string? other) =>
        string.IsNullOrEmpty(one) ? other
        : string.IsNullOrEmpty(other) ? one
        : $"{one}\n\n{other}";
}
