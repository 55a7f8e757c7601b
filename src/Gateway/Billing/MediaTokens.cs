using Platform.Contracts;
using Platform.Gateway.Protocols.Media;

namespace Platform.Gateway.Billing;

/// <summary>
/// The tokens of media that are no pictures, by the rules that vendors publish; <see cref="PictureTokens"/> has those of pictures. Only
/// the bytes are known of most, so the expected tokens are those of usual files, and the upper bound is that of the densest ones.
/// </summary>
internal static class MediaTokens
{
    /// <summary>OpenAI counts 10 tokens a second of sound, Gemini 32, which is the most of all.</summary>
    private const long SoundTokens = 10,
        MaxSoundTokens = 32;

    /// <summary>Bytes a second of compressed sound: 128 kbit/s is usual for MP3, 8 kbit/s the least that carries speech.</summary>
    private const long SoundBytes = 16_000,
        LeastSoundBytes = 1_000;

    /// <summary>Gemini: a frame of 258 tokens and the sound, each second.</summary>
    private const long VideoTokens = 300;

    /// <summary>Bytes a second of video: 1 Mbit/s is usual, 80 kbit/s the least that shows anything.</summary>
    private const long VideoBytes = 125_000,
        LeastVideoBytes = 10_000;

    /// <summary>Anthropic: 1,500 to 3,000 tokens of text a page, and its picture of 1,600.</summary>
    private const long PageTokens = 2_500,
        MaxPageTokens = 4_600;

    /// <summary>Bytes a page: 20,000 is usual, 4,000 a page of plain text.</summary>
    private const long PageBytes = 20_000,
        LeastPageBytes = 4_000;

    /// <summary>What is only named has a usual length, and at most this one: an hour, or the 100 pages that Anthropic takes.</summary>
    private const long Seconds = 60,
        MaxSeconds = 3_600,
        Pages = 10,
        MaxPages = 100;

    public static InputEstimate Of(MediaItem item, Model model) =>
        item.Kind switch
        {
            MediaKind.Picture => PictureTokens.Of(item, model),
            MediaKind.Sound => Sound(item),
            // The length of these is not to be known from their bytes, so an upstream is believed up to the context.
            MediaKind.Video => UpToContext(Video(item), model),
            MediaKind.Pdf => UpToContext(Pdf(item), model),
            _ => UpToContext(File(item.Bytes ?? 0), model),
        };

    private static InputEstimate UpToContext(InputEstimate item, Model model) =>
        item with
        {
            Ceiling = Math.Max(item.Upper, model.ContextTokens),
        };

    private static InputEstimate Sound(MediaItem item)
    {
        var seconds = item.Bytes is { } bytes ? Parts(bytes, item.BytesPerSecond ?? SoundBytes) : Seconds;
        var most = item.Bytes is { } all ? Parts(all, item.BytesPerSecond ?? LeastSoundBytes) : MaxSeconds;
        return Between(seconds * SoundTokens, most * MaxSoundTokens);
    }

    private static InputEstimate Video(MediaItem item) =>
        item.Bytes is { } bytes
            ? Between(Parts(bytes, VideoBytes) * VideoTokens, Parts(bytes, LeastVideoBytes) * VideoTokens)
            : Between(Seconds * VideoTokens, MaxSeconds * VideoTokens);

    private static InputEstimate Pdf(MediaItem item) =>
        item.Bytes is { } bytes
            ? Between(Parts(bytes, PageBytes) * PageTokens, Parts(bytes, LeastPageBytes) * MaxPageTokens)
            : Between(Pages * PageTokens, MaxPages * MaxPageTokens);

    /// <summary>A text, or a text in a container.</summary>
    private static InputEstimate File(long bytes) => Between((bytes + 3) / 4, (bytes + 1) / 2);

    private static InputEstimate Between(long expected, long upper) => new(expected, upper, upper);

    /// <summary>At least one.</summary>
    private static long Parts(long bytes, long each) => Math.Max(1, (bytes + each - 1) / each);
}
