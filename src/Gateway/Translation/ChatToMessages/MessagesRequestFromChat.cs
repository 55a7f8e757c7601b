using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>Converts a request of chat completions to one of Messages.</summary>
internal static class MessagesRequestFromChat
{
    private const string OneAnswer = "this model's provider gives one answer to a request. Send the request several times instead.";
    private const string NoLogprobs =
        "this model's provider tells no probabilities. Choose a model whose provider speaks chat completions.";
    private const string Functions =
        "functions are the old form of tools, which this model's provider does not know. Use tools and tool_choice.";

    private const string NoSearch = "this model's provider cannot be asked to search the web this way. Give the model a tool that does.";

    // Fields that give hints or concern storage or speed are left out and named instead: seed asks for a best effort only, verbosity and
    // reasoning for a style; caches, tiers, storage and routing differ for every provider.
    private static readonly RefusedFields Fields = new(
        "Anthropic's Messages",
        ("logprobs", NoLogprobs),
        ("top_logprobs", NoLogprobs),
        ("functions", Functions),
        ("function_call", Functions),
        ("audio", "this model's provider does not speak. Leave it out."),
        ("logit_bias", null),
        ("frequency_penalty", null),
        ("presence_penalty", null),
        ("prediction", null),
        ("moderation", "this model's provider does not moderate. Ask for it in a request of its own.")
    );

    public static void Write(JsonField body, Utf8JsonWriter writer, TranslationContext context, FunctionNames names)
    {
        Fields.Check(body);
        CheckKind(body);
        writer.WriteStartObject();
        writer.WriteString("model", context.UpstreamModel);
        var limit = Limit(body, context);
        writer.WriteNumber("max_tokens", limit);
        WritePrompt(body, writer, names, context.UpstreamModel);
        Sampling.Write(body, writer, context.UpstreamModel);
        OutputConfig.Write(body, writer, context.UpstreamModel, limit);
        if ((body.Text("safety_identifier") ?? body.Text("user")) is { Length: > 0 } user)
        {
            writer.WriteStartObject("metadata");
            writer.WriteString("user_id", SafeId.For(user));
            writer.WriteEndObject();
        }

        if (body.Flag("stream"))
            writer.WriteBoolean("stream", true);
        writer.WriteEndObject();
    }

    private static void WritePrompt(JsonField body, Utf8JsonWriter writer, FunctionNames names, string model)
    {
        var takesPrefill = ClaudeModel.TakesPrefill(model) && !OutputConfig.Thinks(body, model);
        var conversation = AlternatingTurns.From(body.Need("messages"), names, takesPrefill);
        if (OutputConfig.Instruction(body) is { } instruction)
            conversation.Instruct(instruction);
        var tools = MessagesToolsFromChat.From(body, names);
        // A marker of the whole request caches as much of it as there is, and counts as one of them.
        var whole = body["cache_control"];
        var marks = new CacheMarks([.. tools.Marks, .. conversation.Marks], whole is null ? CacheMarks.Most : CacheMarks.Most - 1);
        if (whole is not null)
            writer.WriteField("cache_control", whole);
        conversation.Write(writer, marks);
        tools.Write(body, writer, marks);
    }

    private static void CheckKind(JsonField body)
    {
        // Even an empty object asks for a search.
        if (body["web_search_options"] is { } search)
            throw search.Refused($"web_search_options: {NoSearch}");
        if (body["n"] is { } wanted && wanted.Count() > 1)
            throw wanted.Refused($"n: {OneAnswer}");
        if (body.Items("modalities").FirstOrDefault(kind => kind.Text() != "text") is { } other)
            throw other.Refused($"modalities: this model's provider answers with text, not with {other.Text()}. Leave modalities out.");
    }

    /// <summary>
    /// Messages demands a limit. Where the client sets none it is the gateway's, else the most that the model can produce.
    /// </summary>
    private static long Limit(JsonField body, TranslationContext context)
    {
        var asked = new[] { body.Count("max_tokens"), body.Count("max_completion_tokens") }.Min();
        return asked is { } own ? Math.Min(own, context.MaxOutput) : context.OutputLimit ?? context.MaxOutput;
    }
}
