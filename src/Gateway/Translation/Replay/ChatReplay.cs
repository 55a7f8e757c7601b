using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.Replay;

/// <summary>The chunks of a chat completion, or of a legacy completion, whose choices have a text in place of a message.</summary>
internal sealed class ChatReplay(ReplayedEvents events, JsonField answer)
{
    /// <summary>What each chunk says of the whole; the other members are in the first alone.</summary>
    private static readonly string[] Repeated = ["id", "created", "model", "system_fingerprint", "service_tier"];

    private readonly bool isChat = answer.Text("object") != "text_completion";
    private bool hasBegun;

    public void Read()
    {
        var any = false;
        foreach (var (position, choice) in answer.Need("choices").Items().Index())
        {
            Say(choice, choice.Count("index") ?? position);
            any = true;
        }

        if (answer.Object("usage") is { } usage)
            AddChunk(null, json => json.WriteField("usage", usage));
        else if (!any)
            AddChunk(null, static _ => { });
        events.AddRaw("data: [DONE]\n\n"u8);
    }

    private void Say(JsonField choice, long index)
    {
        var logprobs = choice["logprobs"];
        var finish = "stop";
        if ((choice.Object("message") ?? choice.Object("delta")) is { } message)
        {
            AddDelta(index, json => WriteRole(json, message));
            // A client shows thoughts before the text, and calls after it.
            foreach (var (name, value) in message.Members().OrderBy(static member => Place(member.Name)))
                if (name == "tool_calls" && value.IsArray)
                    finish = SayCalls(index, value) ? "tool_calls" : finish;
                else if (value.IsText && name != "role")
                    SayText(index, name, value.Text(), TakeLogprobs(name));
                else if (name != "role" && value.Kind != JsonValueKind.Null)
                    AddDelta(index, json => json.WriteField(name, value));
        }
        else
        {
            foreach (var piece in ReplayedEvents.Pieces(choice.Text("text") ?? ""))
                AddChoice(index, json => json.WriteString("text", piece), TakeLogprobs("content"));
        }

        AddChunk(json =>
        {
            json.WriteNumber("index", index);
            if (isChat)
                json.WriteStartObject("delta");
            else
                json.WriteString("text", "");
            if (isChat)
                json.WriteEndObject();
            WriteLogprobs(json, logprobs);
            if (choice["finish_reason"] is { } reason)
                json.WriteField("finish_reason", reason);
            else
                json.WriteString("finish_reason", finish);
            ReplayedEvents.Copy(json, choice, "index", "message", "delta", "text", "logprobs", "finish_reason");
        });

        // They are sent once, with the first text.
        JsonField? TakeLogprobs(string name)
        {
            var taken = name is "content" or "refusal" ? logprobs : null;
            logprobs = taken is null ? logprobs : null;
            return taken;
        }
    }

    private static int Place(string name) =>
        name switch
        {
            "reasoning" or "reasoning_content" => 0,
            "content" => 1,
            "refusal" => 2,
            "tool_calls" => 4,
            _ => 3,
        };

    private static void WriteRole(Utf8JsonWriter json, JsonField message)
    {
        json.WriteString("role", message.Text("role") ?? "assistant");
        if (message["content"] is { IsText: true })
            json.WriteString("content", "");
        else
            json.WriteNull("content");
    }

    private void SayText(long index, string name, string text, JsonField? logprobs)
    {
        foreach (var piece in ReplayedEvents.Pieces(text))
        {
            AddDelta(index, json => json.WriteString(name, piece), logprobs);
            logprobs = null;
        }
    }

    /// <returns>Whether there are any.</returns>
    private bool SayCalls(long index, JsonField calls)
    {
        var number = 0;
        foreach (var call in calls.Items())
        {
            var (at, function) = (number++, call.Object("function"));
            AddCall(index, at, json => WriteCall(json, call, function));
            foreach (var piece in function is null ? [] : ReplayedEvents.Pieces(CallPiece.ArgumentsOf(function)))
                AddCall(
                    index,
                    at,
                    json =>
                    {
                        json.WriteStartObject("function");
                        json.WriteString("arguments", piece);
                        json.WriteEndObject();
                    }
                );
        }

        return number > 0;
    }

    private static void WriteCall(Utf8JsonWriter json, JsonField call, JsonField? function)
    {
        if (function is null)
        {
            ReplayedEvents.Copy(json, call, "index");
            return;
        }

        ReplayedEvents.Copy(json, call, "index", "function");
        json.WriteStartObject("function");
        ReplayedEvents.Copy(json, function, "arguments");
        json.WriteString("arguments", "");
        json.WriteEndObject();
    }

    private void AddCall(long index, int number, Action<Utf8JsonWriter> members) =>
        AddDelta(
            index,
            json =>
            {
                json.WriteStartArray("tool_calls");
                json.WriteStartObject();
                json.WriteNumber("index", number);
                members(json);
                json.WriteEndObject();
                json.WriteEndArray();
            }
        );

    private void AddDelta(long index, Action<Utf8JsonWriter> members, JsonField? logprobs = null) =>
        AddChoice(
            index,
            json =>
            {
                json.WriteStartObject("delta");
                members(json);
                json.WriteEndObject();
            },
            logprobs
        );

    private void AddChoice(long index, Action<Utf8JsonWriter> content, JsonField? logprobs) =>
        AddChunk(json =>
        {
            json.WriteNumber("index", index);
            content(json);
            WriteLogprobs(json, logprobs);
            json.WriteNull("finish_reason");
        });

    private static void WriteLogprobs(Utf8JsonWriter json, JsonField? logprobs)
    {
        if (logprobs is not null)
            json.WriteField("logprobs", logprobs);
        else
            json.WriteNull("logprobs");
    }

    /// <param name="choice">Writes the members of its choice; null where it has none.</param>
    /// <param name="more">Writes what comes behind the choices.</param>
    private void AddChunk(Action<Utf8JsonWriter>? choice, Action<Utf8JsonWriter>? more = null) =>
        events.Add(
            null,
            json =>
            {
                foreach (var (name, value) in answer.Members())
                    if (name == "object")
                        json.WriteString(name, isChat ? "chat.completion.chunk" : "text_completion");
                    else if (name is not ("choices" or "usage") && (!hasBegun || Repeated.Contains(name)))
                        json.WriteField(name, value);
                hasBegun = true;
                json.WriteStartArray("choices");
                if (choice is not null)
                {
                    json.WriteStartObject();
                    choice(json);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                more?.Invoke(json);
            }
        );
}
