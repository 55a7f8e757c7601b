using System.Text;
using Platform.Gateway.Protocols;
using Platform.Gateway.Protocols.Media;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Protocols.Media;

/// <summary>Media in the places that each protocol has for them. What is left is text.</summary>
public sealed class MediaFinderTests
{
    private static readonly PictureSize Size = new(640, 480);
    private static readonly string Png = Convert.ToBase64String(Files.Png(640, 480));

    private static InferenceRequest Parse(Protocol protocol, string json) =>
        RequestParser.Parse(Encoding.UTF8.GetBytes(json), protocol.Request).Value!;

    private static InferenceRequest Chat(string part) =>
        Parse(Protocol.Chat, $$"""{"model":"m","messages":[{"role":"user","content":[{{part}}]}]}""");

    private static InferenceRequest Responses(string item) => Parse(Protocol.Responses, $$"""{"model":"m","input":[{{item}}]}""");

    private static InferenceRequest Messages(string block) =>
        Parse(Protocol.Messages, $$"""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{{block}}]}]}""");

    /// <summary>One item, and the text is as long as if its payload were empty.</summary>
    private static void Expect(MediaItem expected, string payload, Func<string, InferenceRequest> parse, string part)
    {
        var request = parse(part.Replace("PAYLOAD", payload, StringComparison.Ordinal));
        Assert.Equal(expected, Assert.Single(request.Media));
        Assert.Equal(payload.Length, request.MediaBytes);
        Assert.Equal(parse(part.Replace("PAYLOAD", "", StringComparison.Ordinal)).PromptBytes, request.PromptBytes);
    }

    private static MediaItem Picture(PictureDetail detail = PictureDetail.Auto) => new(MediaKind.Picture, Png.Length / 4 * 3, Size, detail);

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"PAYLOAD"}}""", PictureDetail.Auto)]
    [InlineData("""{"type":"image_url","image_url":{"detail":"low","url":"PAYLOAD"}}""", PictureDetail.Low)]
    [InlineData("""{"image_url":{"url":"PAYLOAD","detail":"high"},"type":"image_url"}""", PictureDetail.High)]
    [InlineData("""{"type":"image_url","image_url":"PAYLOAD"}""", PictureDetail.Auto)]
    public void A_picture_in_a_chat(string part, object detail) =>
        Expect(Picture((PictureDetail)detail), "data:image/png;base64," + Png, Chat, part);

    [Theory]
    [InlineData("""{"role":"user","content":[{"type":"input_image","image_url":"PAYLOAD","detail":"original"}]}""", PictureDetail.Original)]
    [InlineData(
        """{"type":"function_call_output","call_id":"c","output":[{"type":"input_image","image_url":"PAYLOAD"}]}""",
        PictureDetail.Auto
    )]
    [InlineData("""{"type":"computer_call_output","output":{"type":"computer_screenshot","image_url":"PAYLOAD"}}""", PictureDetail.Auto)]
    [InlineData("""{"type":"input_file","filename":"a.png","file_data":"PAYLOAD"}""", PictureDetail.Auto)]
    public void A_picture_in_a_response(string item, object detail) =>
        Expect(Picture((PictureDetail)detail), "data:image/png;base64," + Png, Responses, item);

    [Fact]
    public void A_picture_that_a_tool_of_the_provider_made() =>
        Expect(Picture(), Png, Responses, """{"type":"image_generation_call","id":"i","result":"PAYLOAD"}""");

    [Theory]
    [InlineData("""{"type":"image","source":{"type":"base64","media_type":"image/png","data":"PAYLOAD"}}""")]
    [InlineData("""{"source":{"data":"PAYLOAD","media_type":"image/png","type":"base64"},"type":"image"}""")]
    [InlineData(
        """{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"Here"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"PAYLOAD"}}]}"""
    )]
    [InlineData(
        """{"type":"document","source":{"type":"content","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"PAYLOAD"}}]}}"""
    )]
    public void A_picture_in_a_message(string block) => Expect(Picture(), Png, Messages, block);

    public static TheoryData<string, string> Pictures
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var (name, file) in Named())
            {
                all.Add(name, Convert.ToBase64String(file));
                all.Add(name + ", slashes escaped", Convert.ToBase64String(file).Replace("/", "\\/", StringComparison.Ordinal));
                all.Add(name + ", plus escaped", Convert.ToBase64String(file).Replace("+", "\\u002B", StringComparison.Ordinal));
                all.Add(name + ", in lines", string.Join("\\n", Convert.ToBase64String(file).Chunk(76).Select(line => new string(line))));
            }

            return all;

            static IEnumerable<(string, byte[])> Named() =>
                [
                    ("PNG", Files.Png(640, 480)),
                    ("GIF", Files.Gif(640, 480)),
                    ("JPEG", Files.Jpeg(640, 480, metadata: 0)),
                    ("JPEG with much metadata", Files.Jpeg(640, 480, metadata: 60_000)),
                    ("WebP, lossy", Files.WebP("VP8 ", 640, 480)),
                    ("WebP, lossless", Files.WebP("VP8L", 640, 480)),
                    ("WebP, extended", Files.WebP("VP8X", 640, 480)),
                ];
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void The_size_of_a_picture_is_in_its_header(string format, string base64) =>
        Assert.True(
            Size == Assert.Single(Chat($$$"""{"type":"image_url","image_url":{"url":"data:image/x;base64,{{{base64}}}"}}""").Media).Size,
            format
        );

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("/9j/")]
    [InlineData("/9j/4AAA")]
    [InlineData("iVBORw0KGgo=")]
    [InlineData("iVBORw0KGgoAAAANSUhEUgAAAAAAAAAA")]
    [InlineData("R0lGODlh")]
    [InlineData("UklGRgAAAABXRUJQVlA4WA==")]
    [InlineData("____")]
    public void A_header_that_is_cut_short_or_empty_has_no_size(string base64) =>
        Assert.All(
            Chat($$$"""{"type":"image_url","image_url":{"url":"data:image/x;base64,{{{base64}}}"}}""").Media,
            item => Assert.Equal((MediaKind.Picture, null), (item.Kind, item.Size))
        );

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}""", MediaKind.Picture)]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/svg+xml,<svg/>"}}""", MediaKind.Picture)]
    [InlineData("""{"type":"video_url","video_url":{"url":"https://example.com/a.mp4"}}""", MediaKind.Video)]
    [InlineData("""{"type":"audio_url","audio_url":{"url":"https://example.com/a.mp3"}}""", MediaKind.Sound)]
    [InlineData("""{"type":"file","file":{"file_id":"file-1"}}""", MediaKind.Pdf)]
    public void What_is_only_named_has_no_bytes(string part, object kind)
    {
        var request = Chat(part);
        Assert.Equal(new MediaItem((MediaKind)kind), Assert.Single(request.Media));
        Assert.Equal(0, request.MediaBytes);
    }

    [Theory]
    [InlineData("""{"type":"input_image","file_id":"file-1"}""", MediaKind.Picture)]
    [InlineData("""{"type":"input_file","file_url":"https://example.com/a.pdf"}""", MediaKind.Pdf)]
    public void What_a_response_only_names(string part, object kind) =>
        Assert.Equal(new MediaItem((MediaKind)kind), Assert.Single(Responses($$"""{"role":"user","content":[{{part}}]}""").Media));

    [Theory]
    [InlineData("""{"type":"document","source":{"type":"url","url":"https://example.com/a.pdf"}}""", MediaKind.Pdf)]
    [InlineData("""{"type":"image","source":{"type":"file","file_id":"file_1"}}""", MediaKind.Picture)]
    public void What_a_message_only_names(string block, object kind) =>
        Assert.Equal(new MediaItem((MediaKind)kind), Assert.Single(Messages(block).Media));

    /// <summary>A provider may read as text whatever is not in the place of media, or not in their form.</summary>
    [Theory]
    [InlineData("""{"type":"text","text":"data:image/png;base64,PAYLOAD"}""")]
    [InlineData("""{"type":"text","text":"Hi","image_url":{"url":"data:image/png;base64,PAYLOAD"}}""")]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://example.com/"},"alt":"data:image/png;base64,PAYLOAD"}""")]
    [InlineData("""{"type":"image_url","image_url":{"url":"Once upon a time: PAYLOAD"}}""")]
    [InlineData("""{"type":"image\u005furl","image_url":{"url":"data:image/png;base64,PAYLOAD"}}""")]
    [InlineData("""{"type":"document","source":{"type":"text","media_type":"text/plain","data":"PAYLOAD"}}""")]
    [InlineData("""{"type":"document","source":{"media_type":"text/plain","data":"PAYLOAD","type":"text"}}""")]
    public void Text_stays_text(string part)
    {
        var payload = new string('A', 8_000);
        var request = Chat(part.Replace("PAYLOAD", payload, StringComparison.Ordinal));
        Assert.Equal(0, request.MediaBytes);
        Assert.InRange(request.PromptBytes, 8_000, 8_300);
    }

    [Theory]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"PAYLOAD","format":"wav"}}""")]
    [InlineData("""{"type":"audio_url","audio_url":{"url":"data:audio/wav;base64,PAYLOAD"}}""")]
    public void Sound_has_a_rate_where_it_is_not_compressed(string part)
    {
        Assert.Equal(32_000, Rate(Files.Wav(16_000, 96_000)));
        // ADPCM.
        Assert.Null(Rate(Files.Wav(16_000, 96_000, encoding: 2)));
        Assert.Null(Rate(Files.Filled(96_000, "ID3")));

        long? Rate(byte[] file)
        {
            var item = Assert.Single(Chat(part.Replace("PAYLOAD", Convert.ToBase64String(file), StringComparison.Ordinal)).Media);
            Assert.Equal((MediaKind.Sound, 96_000), (item.Kind, item.Bytes));
            return item.BytesPerSecond;
        }
    }

    [Theory]
    [InlineData("application/pdf", "", MediaKind.Pdf)]
    [InlineData("application/octet-stream", "\n%PDF-1.4", MediaKind.Pdf)]
    [InlineData("text/plain", "Once", MediaKind.File)]
    [InlineData("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK", MediaKind.File)]
    [InlineData("video/mp4", "", MediaKind.Video)]
    [InlineData("audio/mpeg", "ID3", MediaKind.Sound)]
    public void A_file_is_what_its_beginning_or_its_media_type_says(string mediaType, string start, object kind) =>
        Expect(
            new MediaItem((MediaKind)kind, 3_000),
            Files.DataUrl(mediaType, Files.Filled(3_000, start)),
            Chat,
            """{"type":"file","file":{"filename":"f","file_data":"PAYLOAD"}}"""
        );

    [Theory]
    [InlineData("""{"model":"m","messages":[1],"tools":[{"type":"web_search_20250305","name":"web_search"}]}""", true)]
    [InlineData("""{"model":"m","messages":[1],"tools":[{"type":"mcp","server_url":"u"}]}""", true)]
    [InlineData("""{"model":"m","messages":[1],"web_search_options":{}}""", true)]
    [InlineData("""{"model":"m","messages":[1],"tools":[{"type":"function","function":{"name":"web_search"}}]}""", false)]
    [InlineData("""{"model":"m","messages":[1],"tools":[]}""", false)]
    public void Tools_that_the_provider_runs_are_noticed(string body, bool hosted) =>
        Assert.Equal(
            (hosted, body.Contains("\"tools\":[{", StringComparison.Ordinal)),
            (Parse(Protocol.Chat, body).HasHostedTools, Parse(Protocol.Chat, body).HasTools)
        );

    [Fact]
    public void Each_member_of_the_prompt_is_searched()
    {
        var document =
            $$$"""{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"{{{Convert.ToBase64String(Files.Pdf(600))}}}"}}""";
        var request = Parse(
            Protocol.Messages,
            $$"""{"model":"m","max_tokens":1,"system":[{{document}}],"messages":[{"role":"user","content":[{{document}},{{document}}]}]}"""
        );
        Assert.Equal([600L, 600, 600], request.Media.Select(item => item.Bytes!.Value));
        Assert.Equal(3 * 800, request.MediaBytes);
    }
}
