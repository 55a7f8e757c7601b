using System.Text.Json;
using Platform.Contracts;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Api.Models;

/// <summary>
/// The list <c>models</c> that Codex reads (<c>GET /v1/models?client_version=</c>). It fails as a whole where one member of one model is
/// missing that this version of Codex requires, so all are there that any version does.
/// </summary>
internal static class CodexModels
{
    /// <summary>How much of a tool's output Codex sends, in bytes: what it takes for a model that it knows nothing about.</summary>
    private const int ToolOutputBytes = 10_000;

    /// <summary>Codex gives them to the model in place of its own.</summary>
    private const string Instructions = """
        You are a coding agent in Codex, a tool in the user's terminal, and work with the user in their workspace until the task is done.

        - Read before you change: look at the files, conventions and instructions (AGENTS.md) that concern the task.
        - Keep changes small and in the style of the code around them. Edit files with apply_patch where it is offered.
        - Use the shell to search (rg where it is there), to build and to run tests. Check your work before you say that it is done.
        - Leave alone what is not yours: do not revert changes that you did not make, and do not commit or push unless asked.
        - Ask only where you cannot go on. Never say that something worked unless you saw it.
        - Before a group of calls, say in a sentence what you do. At the end, say briefly what you changed, where, and what is left.
        """;

    private static readonly (string Effort, string Description)[] Efforts =
    [
        ("low", "Thinks briefly: fast answers to simple tasks"),
        ("medium", "Thinks as much as most tasks need"),
        ("high", "Thinks longest, for hard tasks"),
    ];

    /// <summary>Writes the models that answer Responses, natively or translated.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<Model> models)
    {
        json.WriteStartArray("models");
        var priority = 0;
        foreach (var model in models.Where(model => model.Routes.Any(route => Routing.For(Protocol.Responses, route) is not null)))
            Write(json, model, priority++);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Model model, int priority)
    {
        var thinks = model.Reasoning is true;
        json.WriteStartObject();
        json.WriteString("slug", model.Id);
        json.WriteString("display_name", model.Id);
        json.WriteString("description", $"{model.Id} of {model.OwnedBy}");
        WriteEfforts(json, thinks);
        json.WriteString("shell_type", "shell_command");
        json.WriteString("visibility", "list");
        json.WriteBoolean("supported_in_api", true);
        json.WriteNumber("priority", priority);
        json.WriteNull("availability_nux");
        json.WriteNull("upgrade");
        json.WriteString("base_instructions", Instructions);
        json.WriteBoolean("include_skills_usage_instructions", true);
        json.WriteBoolean("supports_reasoning_summaries", thinks);
        json.WriteBoolean("supports_reasoning_summary_parameter", thinks);
        json.WriteString("default_reasoning_summary", "auto");
        json.WriteBoolean("support_verbosity", false);
        json.WriteNull("default_verbosity");
        json.WriteString("apply_patch_tool_type", "freeform");
        json.WriteString("web_search_tool_type", "text");
        json.WriteStartObject("truncation_policy");
        json.WriteString("mode", "bytes");
        json.WriteNumber("limit", ToolOutputBytes);
        json.WriteEndObject();
        json.WriteBoolean("supports_parallel_tool_calls", true);
        json.WriteBoolean("supports_image_detail_original", false);
        json.WriteNumber("context_window", model.ContextTokens);
        json.WriteNumber("max_context_window", model.ContextTokens);
        json.WriteNull("auto_compact_token_limit");
        json.WriteNumber("effective_context_window_percent", 95);
        WriteList(json, "experimental_supported_tools");
        WriteList(json, "input_modalities", "text", "image");
        json.WriteBoolean("supports_search_tool", false);
        json.WriteEndObject();
    }

    private static void WriteEfforts(Utf8JsonWriter json, bool thinks)
    {
        if (thinks)
            json.WriteString("default_reasoning_level", "medium");
        json.WriteStartArray("supported_reasoning_levels");
        foreach (var (effort, description) in thinks ? Efforts : [])
        {
            json.WriteStartObject();
            json.WriteString("effort", effort);
            json.WriteString("description", description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, params ReadOnlySpan<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
