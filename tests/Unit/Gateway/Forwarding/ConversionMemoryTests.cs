using System.Globalization;
using System.Text;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.Replay;
using Xunit;
using Xunit.Abstractions;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>
/// A conversion takes its share and no more, whatever the answer is made of. All that it allocates is counted; of that the collector takes
/// back a part while it goes on, the objects of each small value among them.
/// </summary>
public sealed class ConversionMemoryTests(ITestOutputHelper output)
{
    private const int Bytes = 4 * 1024 * 1024;

    private static readonly TranslationContext Context = new("req_1", "theirs", DateTimeOffset.UnixEpoch, 4096);

    private static readonly Dictionary<string, (string Head, string Piece, string Separator, string Tail)> Chat = new(
        StringComparer.Ordinal
    )
    {
        ["letters"] = ("""{"choices":[{"index":0,"message":{"content":" """, "xxxxxxxx", "", "\"},\"finish_reason\":\"stop\"}]}"),
        ["emoji"] = ("""{"choices":[{"index":0,"message":{"content":" """, "\U0001F600", "", "\"},\"finish_reason\":\"stop\"}]}"),
        ["line breaks"] = ("""{"choices":[{"index":0,"message":{"content":" """, "\\n", "", "\"},\"finish_reason\":\"stop\"}]}"),
        ["half pairs"] = ("""{"choices":[{"index":0,"message":{"content":" """, "\\ud800", "", "\"},\"finish_reason\":\"stop\"}]}"),
        ["thoughts"] = (
            """{"choices":[{"index":0,"message":{"content":"a","reasoning_content":" """,
            "xxxxxxxx",
            "",
            "\"},\"finish_reason\":\"stop\"}]}"
        ),
        ["parts"] = (
            """{"choices":[{"index":0,"message":{"content":[""",
            """{"type":"text","text":"a"}""",
            ",",
            "]},\"finish_reason\":\"stop\"}]}"
        ),
        ["long parts"] = (
            """{"choices":[{"index":0,"message":{"content":[""",
            $$"""{"type":"text","text":"{{new string('x', 100_000)}}"}""",
            ",",
            "]},\"finish_reason\":\"stop\"}]}"
        ),
        ["parts with probabilities"] = (
            """{"choices":[{"index":0,"logprobs":{"content":[{"token":"a","logprob":0,"bytes":[97],"top_logprobs":[]},{"token":"b"}]},"message":{"content":[""",
            """{"text":"a"}""",
            ",",
            "]},\"finish_reason\":\"stop\"}]}"
        ),
        ["probabilities"] = (
            """{"choices":[{"index":0,"message":{"content":"a"},"logprobs":{"content":[""",
            """{"token":"a","logprob":-0.1,"bytes":[97],"top_logprobs":[{"token":"a","logprob":-0.1,"bytes":[97]}]}""",
            ",",
            "]},\"finish_reason\":\"stop\"}]}"
        ),
        ["bare probabilities"] = (
            """{"choices":[{"index":0,"message":{"content":"a"},"logprobs":{"content":[""",
            "{}",
            ",",
            "]},\"finish_reason\":\"stop\"}]}"
        ),
        ["calls"] = (
            """{"choices":[{"index":0,"message":{"tool_calls":[""",
            """{"id":"c","function":{"name":"f","arguments":"{}"}}""",
            ",",
            "]},\"finish_reason\":\"tool_calls\"}]}"
        ),
        ["arguments"] = (
            """{"choices":[{"index":0,"message":{"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{\"a\":\" """,
            "xxxxxxxx",
            "",
            "\\\"}\"}}]},\"finish_reason\":\"tool_calls\"}]}"
        ),
        ["short arguments"] = (
            """{"choices":[{"index":0,"message":{"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{\"a\":[ """,
            "1,",
            "",
            "1]}\"}}]},\"finish_reason\":\"tool_calls\"}]}"
        ),
        ["annotations"] = (
            """{"choices":[{"index":0,"message":{"content":"a","annotations":[""",
            """{"type":"url_citation","url_citation":{"url":"u"}}""",
            ",",
            "]},\"finish_reason\":\"stop\"}]}"
        ),
        ["choices"] = (
            """{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"},""",
            """{"message":{"content":"a"}}""",
            ",",
            "]}"
        ),
        ["what is not read"] = ("""{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"}],"x":[""", "[]", ",", "]}"),
    };

    private static readonly Dictionary<string, (string Head, string Piece, string Separator, string Tail)> Messages = new(
        StringComparer.Ordinal
    )
    {
        ["letters"] = ("""{"type":"message","content":[{"type":"text","text":" """, "xxxxxxxx", "", "\"}],\"stop_reason\":\"end_turn\"}"),
        ["emoji"] = ("""{"type":"message","content":[{"type":"text","text":" """, "\U0001F600", "", "\"}],\"stop_reason\":\"end_turn\"}"),
        ["blocks"] = ("""{"type":"message","content":[""", """{"type":"text","text":"a"}""", ",", "],\"stop_reason\":\"end_turn\"}"),
        ["long blocks"] = (
            """{"type":"message","content":[""",
            $$"""{"type":"text","text":"{{new string('x', 100_000)}}"}""",
            ",",
            "],\"stop_reason\":\"end_turn\"}"
        ),
        ["calls"] = (
            """{"type":"message","content":[""",
            """{"type":"tool_use","name":"f","input":{}}""",
            ",",
            "],\"stop_reason\":\"tool_use\"}"
        ),
        ["input"] = (
            """{"type":"message","content":[{"type":"tool_use","name":"f","input":{"a":[ """,
            "1,",
            "",
            "1]}}],\"stop_reason\":\"tool_use\"}"
        ),
        ["unknown blocks"] = ("""{"type":"message","content":[""", """{"type":"a"}""", ",", "],\"stop_reason\":\"end_turn\"}"),
    };

    private static readonly Dictionary<string, (string Head, string Piece, string Separator, string Tail)> Responses = new(
        StringComparer.Ordinal
    )
    {
        ["letters"] = (
            """{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":" """,
            "xxxxxxxx",
            "",
            "\"}]}]}"
        ),
        ["emoji"] = (
            """{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":" """,
            "\U0001F600",
            "",
            "\"}]}]}"
        ),
        ["parts"] = (
            """{"status":"completed","output":[{"type":"message","content":[""",
            """{"type":"output_text","text":"a"}""",
            ",",
            "]}]}"
        ),
        ["messages"] = ("""{"status":"completed","output":[""", """{"type":"message","content":"a"}""", ",", "]}"),
        ["calls"] = (
            """{"status":"completed","output":[""",
            """{"type":"function_call","call_id":"c","name":"f","arguments":""}""",
            ",",
            "]}"
        ),
        ["summaries"] = ("""{"status":"completed","output":[{"type":"reasoning","summary":[""", """{"text":"a"}""", ",", "]}]}"),
        ["probabilities"] = (
            """{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"a","logprobs":[""",
            """{"token":"a"}""",
            ",",
            "]}]}]}"
        ),
        ["unknown items"] = ("""{"status":"completed","output":[""", """{"type":"a"}""", ",", "]}"),
    };

    private static readonly Dictionary<string, string> Requests = new(StringComparer.Ordinal)
    {
        ["chat"] = """{"model":"m","messages":[{"role":"user","content":"a"}]}""",
        ["responses"] = """{"model":"m","input":"a"}""",
        ["messages"] = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"a"}]}""",
    };

    public static TheoryData<string, string, string> Conversions()
    {
        var all = new TheoryData<string, string, string>();
        foreach (var upstream in (string[])["chat", "messages", "responses"])
        foreach (var to in (string[])["chat", "messages", "responses"])
        foreach (var shape in Shapes(upstream).Keys)
            all.Add(upstream, to, shape);
        return all;
    }

    /// <summary>What is in a text is no value.</summary>
    [Theory]
    [InlineData("""["a"]""", 2, 0)]
    [InlineData("""{"a":"b,c:[]{}\\\",","d":[1,2]}""", 8, 0)]
    [InlineData("""["😀é"]""", 2, 1)]
    [InlineData("""["not closed,""", 1, 0)]
    [InlineData("", 0, 0)]
    public void Values_and_long_characters_count(string json, int marks, int longCharacters)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        Assert.Equal(bytes.Length * 14L + marks * 144L + longCharacters * 64L, ConversionMemory.For(bytes));
    }

    /// <summary>To its own protocol: as the events of a stream.</summary>
    [Theory]
    [MemberData(nameof(Conversions))]
    public void A_conversion_stays_within_its_share(string upstream, string to, string shape)
    {
        var answer = Answer(Shapes(upstream)[shape]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = Convert(Named(upstream), Named(to), answer);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"MEASURED {upstream} {to} {shape}: {1 + (double)allocated / answer.Length:0.0} of {(double)ConversionMemory.For(answer) / answer.Length:0.0}, {result}"
            )
        );
        Assert.InRange(answer.Length + allocated, answer.Length, (long)(1.5 * ConversionMemory.For(answer)));
    }

    private static long Convert(Protocol upstream, Protocol to, byte[] answer)
    {
        try
        {
            if (upstream == to)
                return Replays.Events(upstream, answer).Sum(static sse => (long)sse.Length);
            var translation = Translations.Between(to, upstream, Context)!;
            translation.Request(
                Encoding.UTF8.GetBytes(
                    Requests[
                        to == Protocol.Chat ? "chat"
                        : to == Protocol.Responses ? "responses"
                        : "messages"
                    ]
                )
            );
            return translation.Answer(answer).Length;
        }
        catch (System.Text.Json.JsonException)
        {
            return -1;
        }
    }

    private static Dictionary<string, (string Head, string Piece, string Separator, string Tail)> Shapes(string protocol) =>
        protocol switch
        {
            "messages" => Messages,
            "responses" => Responses,
            _ => Chat,
        };

    private static Protocol Named(string name) =>
        name switch
        {
            "messages" => Protocol.Messages,
            "responses" => Protocol.Responses,
            _ => Protocol.Chat,
        };

    private static byte[] Answer((string Head, string Piece, string Separator, string Tail) shape)
    {
        var text = new StringBuilder(shape.Head.TrimEnd(' '));
        text.Append(shape.Piece);
        while (text.Length < Bytes)
            text.Append(shape.Separator).Append(shape.Piece);
        return Encoding.UTF8.GetBytes(text.Append(shape.Tail).ToString());
    }
}
