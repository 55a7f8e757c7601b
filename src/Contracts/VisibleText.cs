using System.Globalization;
using System.Text;

namespace Platform.Contracts;

/// <summary>
/// What a name that people give may hold: characters that are seen. Control and format characters turn the rest of a line around, or make a
/// name that nobody sees; of them only the joiners stay, which emoji and some scripts are written with.
/// </summary>
public static class VisibleText
{
    private const int ZeroWidthNonJoiner = 0x200C,
        ZeroWidthJoiner = 0x200D;

    /// <summary>Letters and signs of Unicode that are drawn as nothing.</summary>
    private static readonly int[] Blanks = [0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0];

    /// <summary>What is wrong with <paramref name="text"/>, as a sentence; null when every character of it is seen.</summary>
    public static string? Fault(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (!MayStand(rune))
                return $"Leave out the character U+{rune.Value:X4}: it is not seen, or it turns the text around it.";
        return text.EnumerateRunes().Any(IsSeen) ? null : "Use at least one letter, digit or sign.";
    }

    /// <summary>The text without what is not seen; empty when nothing is.</summary>
    public static string Of(string text)
    {
        var seen = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes().Where(MayStand))
            seen.Append(rune);
        return text.EnumerateRunes().Any(IsSeen) ? seen.ToString().Trim() : "";
    }

    private static bool MayStand(Rune rune) =>
        rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner
        || rune != Rune.ReplacementChar
            && !Blanks.Contains(rune.Value)
            && Rune.GetUnicodeCategory(rune)
                is not (
                    UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.PrivateUse
                );

    private static bool IsSeen(Rune rune) =>
        MayStand(rune)
        && Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.SpaceSeparator
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.Format
            );
}
