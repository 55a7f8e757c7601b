using System.Text.Json.Nodes;
using Platform.Gateway.Protocols;
using Platform.Tests.Unit.Gateway.Protocols.Media;

#pragma warning disable RS0030 // Its caller gives the seed.

namespace Platform.Tests.Unit.Gateway.Billing;

/// <summary>Requests of every protocol, with parts of every kind, well formed and not.</summary>
internal static class RandomRequest
{
    private static readonly string[] Types =
    [
        .. (string[])["text", "image_url", "input_image", "image", "input_audio", "audio_url", "video_url", "file", "input_file"],
        .. (string[])["document", "tool_result", "function_call_output", "image_generation_call", "web_search_20250305", "other"],
    ];

    private static readonly string[] Members =
    [
        .. (string[])["url", "image_url", "data", "file_data", "file_id", "file_url", "result", "input_audio", "file", "source", "text"],
        .. (string[])["content", "output", "detail", "type", "format"],
    ];

    public static (Protocol Protocol, string Body) Next(Random random)
    {
        var protocol = Protocol.All[random.Next(Protocol.All.Count)];
        var body = new JsonObject { ["model"] = "m" };
        foreach (var member in protocol.Request.Prompt)
            if (member == protocol.Request.Subject || random.Next(4) == 0)
                body[member] = member is "prediction" or "text" or "response_format" ? Part(random, 0) : List(random, 0, least: 1);
        if (protocol.Request.LimitRequired)
            body[protocol.Request.Limits[0]] = 1 + random.Next(100);
        return (protocol, body.ToJsonString());
    }

    private static JsonArray List(Random random, int depth, int least) =>
        [.. Enumerable.Range(0, least + random.Next(3)).Select(_ => (JsonNode?)Part(random, depth))];

    private static JsonObject Part(Random random, int depth)
    {
        var part = new JsonObject();
        for (var i = random.Next(1, 5); i > 0; i--)
            part[Members[random.Next(Members.Length)]] = Value(random, depth + 1);
        if (random.Next(5) > 0)
            part["type"] = Types[random.Next(Types.Length)];
        return part;
    }

    private static JsonNode? Value(Random random, int depth) =>
        random.Next(depth > 3 ? 6 : 9) switch
        {
            0 => "Hello, how are you?",
            1 => "https://example.com/a.png",
            2 => Files.DataUrl("image/png", Files.Png(1 + random.Next(6_000), 1 + random.Next(6_000))),
            3 => Convert.ToBase64String(File(random)),
            4 => Files.DataUrl("application/pdf", Files.Pdf(10 + random.Next(10_000))),
            5 => random.Next(2) == 0 ? null : "original",
            6 => List(random, depth, least: 0),
            _ => Part(random, depth),
        };

    private static byte[] File(Random random) =>
        random.Next(4) switch
        {
            0 => Files.Jpeg((ushort)random.Next(5_000), (ushort)random.Next(5_000), metadata: random.Next(20_000)),
            1 => Files.Wav(random.Next(50_000), 50 + random.Next(20_000)),
            2 => Files.WebP("VP8X", 1 + random.Next(9_000), 1 + random.Next(9_000)),
            _ => Files.Filled(random.Next(1_000), ""),
        };
}
