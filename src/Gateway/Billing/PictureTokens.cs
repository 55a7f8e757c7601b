using Platform.Contracts;
using Platform.Gateway.Protocols.Media;

namespace Platform.Gateway.Billing;

/// <summary>
/// The tokens of a picture, by the rules that vendors publish. They go by the pixels, after scaling down, and never by the bytes:
/// <list type="bullet">
/// <item>OpenAI, tiles: 85, and 170 for each 512 x 512 of the picture within 2,048 x 2,048 and 768 on the shorter side; at most 1,445.
/// Low detail: 85. gpt-4o-mini: 2,833 and 5,667.</item>
/// <item>OpenAI, patches: one for each 32 x 32, at most 1,536 (original detail: 10,000), times up to 2.46.</item>
/// <item>Anthropic: pixels / 750, at most 1,600, of newer models 4,784.</item>
/// <item>Gemini: 258 for each 768 x 768; from Gemini 3 on at most 2,240.</item>
/// <item>Pixtral: one for each 16 x 16 of 1,024 x 1,024 at most. Qwen-VL: one for each 28 x 28, at most 16,384.</item>
/// </list>
/// </summary>
internal static class PictureTokens
{
    /// <summary>A picture whose size is not known is taken for one of 1,024 x 1,024.</summary>
    private static readonly PictureSize Usual = new(1_024, 1_024);

    /// <summary>The least upper bound, and that of the dense rules, which all scale down.</summary>
    private const long MaxOfSmall = 2_240,
        MaxOfDense = 4_784;

    /// <summary>The upper bound of the rules that hardly scale down.</summary>
    private const long Most = 16_384;

    /// <summary>An upstream is believed up to this.</summary>
    private const long Ceiling = 20_000;

    private const string MiniName = "gpt-4o-mini";

    public static InputEstimate Of(MediaItem picture, Model model)
    {
        if (IsMini(model))
            return OfMini(picture);
        var (width, height) = picture.Size ?? Usual;
        var pixels = (long)Int128.Min((Int128)width * height, long.MaxValue);
        return new InputEstimate(Expected(pixels, picture.Detail), picture.Size is null ? Most : Upper(width, height), Ceiling);
    }

    private static long Expected(long pixels, PictureDetail detail) =>
        detail switch
        {
            PictureDetail.Low => 85,
            PictureDetail.Original => Math.Clamp(pixels / 1_024, 85, 10_000),
            _ => Math.Clamp(pixels / 750, 85, 1_600),
        };

    /// <summary>A low detail does not count here: not every provider heeds it.</summary>
    private static long Upper(long width, long height) =>
        Math.Max(Math.Clamp(Cells(width, height, 16), MaxOfSmall, MaxOfDense), Math.Min(Cells(width, height, 28), Most));

    private static long Cells(long width, long height, long side) =>
        (long)Int128.Min((Int128)((width + side - 1) / side) * ((height + side - 1) / side), long.MaxValue);

    /// <summary>The one model that counts a picture thirty times as high, at a price for tokens that makes up for it.</summary>
    private static bool IsMini(Model model) =>
        model.Routes.Any(route => route.UpstreamModel.Contains(MiniName, StringComparison.OrdinalIgnoreCase));

    private static InputEstimate OfMini(MediaItem picture)
    {
        const long low = 2_833,
            tile = 5_667,
            mostTiles = 8;
        var tiles = Tiles(picture.Size ?? Usual);
        return new InputEstimate(
            picture.Detail == PictureDetail.Low ? low : low + tile * tiles,
            low + tile * (picture.Size is null ? mostTiles : tiles),
            low + tile * mostTiles
        );
    }

    /// <summary>How many tiles of 512 x 512 a picture has within 2,048 x 2,048 and with 768 on its shorter side.</summary>
    private static long Tiles(PictureSize size)
    {
        var within = Math.Min(1, 2_048.0 / Math.Max(size.Width, size.Height));
        var scale = Math.Min(within, 768.0 / Math.Min(size.Width, size.Height));
        return Count(size.Width) * Count(size.Height);

        long Count(int side) => Math.Max(1, (long)Math.Ceiling(side * scale / 512));
    }
}
