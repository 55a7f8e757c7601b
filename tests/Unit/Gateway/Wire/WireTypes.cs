using System.Text.Json;

namespace Platform.Tests.Unit.Gateway.Wire;

/// <summary>
/// What clients may rely on: the members that OpenAI's OpenAPI document (2.3.0) and the types of Anthropic's SDK require of what an API
/// answers. A type without a row fails, so a new event or item needs one.
/// </summary>
/// <remarks>
/// A row is a type and its members. <c>?</c> marks one that may be absent, <c>|</c> separates kinds, <c>[kind]</c> is a list,
/// <c>'text'</c> that text, and <c>@Union</c> the row of the union for the object's own <c>type</c>. Members beyond a row are ours, or an
/// upstream's.
/// </remarks>
internal static class WireTypes
{
    private const string Rows = """
        Completion        id:string object:'chat.completion' created:integer model:string choices:[Choice] usage?:ChatUsage
        Choice            index:integer message:ChatMessage logprobs:Logprobs|null finish_reason:'stop'|'length'|'tool_calls'|'content_filter'
        ChatMessage       role:'assistant' content:string|null refusal:string|null annotations?:[Citation] tool_calls?:[@Call]
        Citation          type:'url_citation' url_citation:UrlCitation
        UrlCitation       start_index:integer end_index:integer url:string title:string
        Call.function     id:string type:string function:Function
        Function          name:string arguments:string
        Call.custom       id:string type:string custom:Custom
        Custom            name:string input:string
        Logprobs          content:[TokenLogprob]|null refusal:[TokenLogprob]|null
        TokenLogprob      token:string logprob:number bytes:[integer] top_logprobs:[TopLogprob]
        TopLogprob        token:string logprob:number bytes:[integer]
        ChatUsage         prompt_tokens:integer completion_tokens:integer total_tokens:integer prompt_tokens_details:PromptDetails completion_tokens_details:OutputDetails
        PromptDetails     cached_tokens:integer cache_write_tokens:integer
        OutputDetails     reasoning_tokens:integer

        Chunk             id:string object:'chat.completion.chunk' created:integer model:string choices:[ChunkChoice] usage?:ChatUsage|null
        ChunkChoice       index:integer delta:Delta logprobs?:Logprobs|null finish_reason:'stop'|'length'|'tool_calls'|'content_filter'|null
        Delta             role?:'assistant' content?:string|null refusal?:string|null annotations?:[Citation] tool_calls?:[CallPiece]
        CallPiece         index:integer id?:string type?:'function'|'custom' function?:object custom?:object
        ErrorBody         error:Error
        Error             message:string type:string param:string|null code:string|null

        TextCompletion    id:string object:'text_completion' created:integer model:string choices:[TextChoice] usage?:ChatUsage
        TextChoice        index:integer text:string logprobs:object|null finish_reason:'stop'|'length'|'content_filter'
        Embeddings        object:'list' data:[Embedding] model:string usage:EmbeddingUsage
        Embedding         object:'embedding' index:integer embedding:[number]
        EmbeddingUsage    prompt_tokens:integer total_tokens:integer
        Models            object:'list' data:[Model]
        Model             id:string object:'model' created:integer owned_by:string shutdown_date?:string

        Response          id:string object:'response' created_at:number error:ResponseError|null incomplete_details:object|null instructions:string|[any]|null metadata:object|null model:string output:[@Item] parallel_tool_calls:boolean temperature:number|null tool_choice:string|object tools:[@Tool] top_p:number|null usage?:ResponseUsage status?:string user?:string store?:boolean background?:boolean max_output_tokens?:integer|null max_tool_calls?:integer|null previous_response_id?:string|null prompt_cache_key?:string|null safety_identifier?:string|null reasoning?:object|null service_tier?:string|null text?:object top_logprobs?:integer|null truncation?:string|null
        ResponseError     code:'server_error'|'rate_limit_exceeded'|'invalid_prompt'|'context_length_exceeded' message:string
        ResponseUsage     input_tokens:integer input_tokens_details:PromptDetails output_tokens:integer output_tokens_details:OutputDetails total_tokens:integer
        Tool.function     name:string parameters:object|null strict:boolean|null description?:string|null
        Tool.custom       name:string
        Tool.namespace    name:string description:string tools:[any]
        Tool.web_search
        Tool.tool_search
        Item.message                role:'assistant' id:string status:string content:[@Part]
        Item.reasoning              id:string summary:[@Part] content?:[@Part] encrypted_content?:string|null
        Item.function_call          id:string call_id:string name:string arguments:string status:string
        Item.custom_tool_call       id:string call_id:string name:string input:string status:string
        Item.tool_search_call       id:string call_id:string|null execution:string arguments:any status:string
        Part.output_text            text:string annotations:[@Annotation] logprobs:[TokenLogprob]
        Part.refusal                refusal:string
        Part.summary_text           text:string
        Annotation.url_citation     start_index:integer end_index:integer url:string title:string
        Input.message               id:string role:string content:[@InputPart]
        Input.function_call         id:string call_id:string name:string arguments:string status:string
        Input.function_call_output  id:string output:string|[@InputPart] status:string
        Input.custom_tool_call      id:string call_id:string name:string input:string status:string
        Input.custom_tool_call_output id:string call_id:string output:string|[@InputPart] status:string
        Input.reasoning             id:string summary:[@Part]
        InputPart.input_text        text:string
        InputPart.input_image       detail:string
        InputPart.output_text       text:string annotations:[any] logprobs:[any]
        InputItems                  object:'list' data:[@Input] first_id:string last_id:string has_more:boolean

        Event.response.created                        sequence_number:integer response:Response
        Event.response.in_progress                    sequence_number:integer response:Response
        Event.response.completed                      sequence_number:integer response:Response
        Event.response.incomplete                     sequence_number:integer response:Response
        Event.response.failed                         sequence_number:integer response:Response
        Event.response.output_item.added              sequence_number:integer output_index:integer item:@Item
        Event.response.output_item.done               sequence_number:integer output_index:integer item:@Item
        Event.response.content_part.added             sequence_number:integer item_id:string output_index:integer content_index:integer part:@Part
        Event.response.content_part.done              sequence_number:integer item_id:string output_index:integer content_index:integer part:@Part
        Event.response.output_text.delta              sequence_number:integer item_id:string output_index:integer content_index:integer delta:string logprobs:[TokenLogprob]
        Event.response.output_text.done               sequence_number:integer item_id:string output_index:integer content_index:integer text:string logprobs:[TokenLogprob]
        Event.response.output_text.annotation.added   sequence_number:integer item_id:string output_index:integer content_index:integer annotation_index:integer annotation:@Annotation
        Event.response.refusal.delta                  sequence_number:integer item_id:string output_index:integer content_index:integer delta:string
        Event.response.refusal.done                   sequence_number:integer item_id:string output_index:integer content_index:integer refusal:string
        Event.response.reasoning_summary_part.added   sequence_number:integer item_id:string output_index:integer summary_index:integer part:@Part
        Event.response.reasoning_summary_part.done    sequence_number:integer item_id:string output_index:integer summary_index:integer part:@Part
        Event.response.reasoning_summary_text.delta   sequence_number:integer item_id:string output_index:integer summary_index:integer delta:string
        Event.response.reasoning_summary_text.done    sequence_number:integer item_id:string output_index:integer summary_index:integer text:string
        Event.response.function_call_arguments.delta  sequence_number:integer item_id:string output_index:integer delta:string
        Event.response.function_call_arguments.done   sequence_number:integer item_id:string output_index:integer name:string arguments:string
        Event.response.custom_tool_call_input.delta   sequence_number:integer item_id:string output_index:integer delta:string
        Event.response.custom_tool_call_input.done    sequence_number:integer item_id:string output_index:integer input:string
        Event.error                                   sequence_number:integer code:string|null message:string param:string|null

        Message                     id:string type:'message' role:'assistant' model:string content:[@Block] container:object|null stop_details:object|null stop_reason:'end_turn'|'max_tokens'|'stop_sequence'|'tool_use'|'refusal'|null stop_sequence:string|null usage:MessageUsage
        MessageUsage                input_tokens:integer output_tokens:integer cache_creation_input_tokens:integer|null cache_read_input_tokens:integer|null cache_creation:object|null output_tokens_details:Thinking|null server_tool_use:object|null service_tier:string|null inference_geo:string|null
        DeltaUsage                  input_tokens:integer|null output_tokens:integer cache_creation_input_tokens:integer|null cache_read_input_tokens:integer|null output_tokens_details:Thinking|null server_tool_use:object|null
        Thinking                    thinking_tokens:integer
        Block.text                  text:string citations:[any]|null
        Block.thinking              thinking:string signature:string
        Block.tool_use              id:string name:string input:object caller:@Caller
        Caller.direct
        MessageEvent.message_start        message:Message
        MessageEvent.content_block_start  index:integer content_block:@Block
        MessageEvent.content_block_delta  index:integer delta:@BlockDelta
        MessageEvent.content_block_stop   index:integer
        MessageEvent.message_delta        delta:End usage:DeltaUsage
        MessageEvent.message_stop
        MessageEvent.error                error:MessageError request_id:string
        MessageError                type:string message:string
        BlockDelta.text_delta       text:string
        BlockDelta.thinking_delta   thinking:string
        BlockDelta.input_json_delta partial_json:string
        End                         container:object|null stop_details:object|null stop_reason:string|null stop_sequence:string|null
        MessageModel                id:string type:'model' display_name:string created_at:string max_input_tokens:integer|null max_tokens:integer|null capabilities:object|null
        MessageModels               data:[MessageModel] has_more:boolean first_id:string|null last_id:string|null
        TokenCount                  input_tokens:integer
        """;

    private static readonly Dictionary<string, string[]> Types = Rows.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(row => row.Length > 0)
        .ToDictionary(row => row[0], row => row[1..], StringComparer.Ordinal);

    /// <summary>All rows, by name.</summary>
    public static IEnumerable<string> Names => Types.Keys;

    /// <summary>Notes what is wrong with a value, and which rows it used.</summary>
    /// <param name="kind">A row's name, or any kind.</param>
    public static void Check(JsonElement value, string kind, string path, List<string> faults, HashSet<string> used)
    {
        // A list has brackets around what may itself be several kinds.
        foreach (
            var one in kind.StartsWith('[') && kind.IndexOf(']', StringComparison.Ordinal) == kind.Length - 1 ? [kind] : kind.Split('|')
        )
            if (IsOf(value, one))
            {
                Descend(value, one, path, faults, used);
                return;
            }

        faults.Add($"{path} is {value.GetRawText()[..Math.Min(60, value.GetRawText().Length)]}, not {kind}");
    }

    private static bool IsOf(JsonElement value, string kind) =>
        kind switch
        {
            "any" => true,
            "null" => value.ValueKind == JsonValueKind.Null,
            "string" => value.ValueKind == JsonValueKind.String,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            ['\'', .. var text, '\''] => value.ValueKind == JsonValueKind.String && value.ValueEquals(text),
            ['[', ..] => value.ValueKind == JsonValueKind.Array,
            _ => value.ValueKind == JsonValueKind.Object,
        };

    private static void Descend(JsonElement value, string kind, string path, List<string> faults, HashSet<string> used)
    {
        if (kind is ['[', .. var item, ']'])
            foreach (var (index, each) in value.EnumerateArray().Index())
                Check(each, item, $"{path}[{index}]", faults, used);
        else if (kind is ['@', .. var union])
            CheckMembers(value, $"{union}.{TypeOf(value)}", path, faults, used);
        else if (kind != "any" && kind != "object" && value.ValueKind == JsonValueKind.Object)
            CheckMembers(value, kind, path, faults, used);
    }

    private static string TypeOf(JsonElement value) =>
        value.TryGetProperty("type"u8, out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : "(none)";

    private static void CheckMembers(JsonElement value, string type, string path, List<string> faults, HashSet<string> used)
    {
        used.Add(type);
        if (!Types.TryGetValue(type, out var members))
        {
            faults.Add($"{path} is of a type without a row: {type}");
            return;
        }

        foreach (var member in members)
        {
            var (name, kind) = (
                member[..member.IndexOf(':', StringComparison.Ordinal)],
                member[(member.IndexOf(':', StringComparison.Ordinal) + 1)..]
            );
            if (value.TryGetProperty(name.TrimEnd('?'), out var found))
                Check(found, kind, $"{path}.{name.TrimEnd('?')}", faults, used);
            else if (!name.EndsWith('?'))
                faults.Add($"{path}.{name} is missing");
        }
    }
}
