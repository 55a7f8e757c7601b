using System.Buffers;
using System.Text.Json;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Pipeline;

/// <summary>The answer to a request that wants none (<c>"generate": false</c>): a response without output, made here and free.</summary>
internal static class WarmUp
{
    /// <param name="request">With the conversation before it.</param>
    /// <param name="previous">The id of the response that it goes on from, or null.</param>
    public static async Task WriteAsync(RequestContext context, InferenceRequest request, string? previous)
    {
        var echo = ResponseEcho.From(request.Body, previous);
        var events = new ArrayBufferWriter<byte>(4096);
        Write(events, "response.created", 0, json => WriteResponse(json, context, request, echo, "in_progress"));
        Write(events, "response.completed", 1, json => WriteResponse(json, context, request, echo, "completed"));
        context.Http.Response.ContentType = "text/event-stream; charset=utf-8";
        await context.Http.Response.Body.WriteAsync(events.WrittenMemory, context.ClientGone);
    }

    private static void Write(ArrayBufferWriter<byte> events, string type, int number, Action<Utf8JsonWriter> writeResponse)
    {
        events.Write("data: "u8);
        using (var json = new Utf8JsonWriter(events))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteNumber("sequence_number", number);
            json.WritePropertyName("response");
            writeResponse(json);
            json.WriteEndObject();
        }

        events.Write("\n\n"u8);
    }

    private static void WriteResponse(
        Utf8JsonWriter json,
        RequestContext context,
        InferenceRequest request,
        ResponseEcho echo,
        string status
    )
    {
        json.WriteStartObject();
        json.WriteString("id", "resp_" + context.RequestId["req_".Length..]);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", context.StartedAt.ToUnixTimeSeconds());
        json.WriteString("status", status);
        json.WriteNull("error");
        json.WriteNull("incomplete_details");
        json.WriteString("model", request.Model);
        json.WriteStartArray("output");
        json.WriteEndArray();
        if (status == "completed")
            WriteUsage(json);
        echo.Write(json);
        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", 0);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", 0);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", 0);
        json.WriteEndObject();
    }
}
