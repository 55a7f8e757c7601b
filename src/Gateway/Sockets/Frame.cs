using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Platform.Gateway.Sockets;

/// <summary>
/// One message to the client: an event's JSON, with the lane that it is of as its last member. What HTTP says in headers is in the first
/// message of a response, as the member <c>headers</c>; agents read that of errors as the headers of an answer over HTTP.
/// </summary>
/// <param name="streamId">Null for the lane without a name.</param>
internal sealed class Frame(string? streamId)
{
    /// <summary>The error of a response that ended without an event that says so.</summary>
    public static readonly byte[] Broken =
        """{"error":{"message":"The answer broke off. Send the request again.","type":"server_error","param":null,"code":"upstream_error"}}"""u8.ToArray();

    /// <summary>Headers about the bytes of an answer over HTTP.</summary>
    private static readonly string[] OfHttp =
    [
        "cache-control",
        "connection",
        "content-length",
        "content-type",
        "upgrade",
        "www-authenticate",
        "x-accel-buffering",
    ];

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] lane = streamId is null
        ? []
        : [.. ",\"stream_id\":\""u8, .. System.Text.Encoding.ASCII.GetBytes(streamId), (byte)'"'];
    private readonly ArrayBufferWriter<byte> text = new();

    /// <summary>The message; valid until the next is made.</summary>
    public ReadOnlyMemory<byte> Text => text.WrittenMemory;

    /// <param name="data">A JSON object.</param>
    /// <param name="headers">Those of the response, in its first message.</param>
    public void Put(ReadOnlySpan<byte> data, IHeaderDictionary? headers)
    {
        text.ResetWrittenCount();
        var json = data.TrimEnd(" \t\r\n"u8);
        if (json.IsEmpty || json[^1] != (byte)'}')
        {
            text.Write(json);
            return;
        }

        text.Write(json[..^1]);
        text.Write(lane);
        if (headers is not null)
            Write(headers);
        text.Write("}"u8);
    }

    /// <param name="body">An error's answer over HTTP: an object with the member <c>error</c>.</param>
    public ReadOnlyMemory<byte> Error(int status, ReadOnlyMemory<byte> body, IHeaderDictionary? headers)
    {
        var error = body.Span.TrimEnd(" \t\r\n"u8);
        Put(
            [
                .. "{\"type\":\"error\",\"status\":"u8,
                .. System.Text.Encoding.ASCII.GetBytes(status.ToString(CultureInfo.InvariantCulture)),
                .. ","u8,
                .. error[1..],
            ],
            headers
        );
        return Text;
    }

    private void Write(IHeaderDictionary headers)
    {
        text.Write(",\"headers\":"u8);
        using var json = new Utf8JsonWriter(text, Plain);
        json.WriteStartObject();
        foreach (var (name, values) in headers)
            if (name.ToLowerInvariant() is var lower && !OfHttp.Contains(lower))
                json.WriteString(lower, values.ToString());
        json.WriteEndObject();
    }
}
