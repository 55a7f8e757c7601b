using System.Globalization;
using System.Text;

namespace Platform.Gateway.Api.Doctor;

/// <summary>A diagnosis for a terminal: a line for each check, its fix below it, and last what to do first.</summary>
internal static class DiagnosisText
{
    private const int MarkWidth = 6;

    public static string From(Diagnosis diagnosis)
    {
        var width = diagnosis.Checks.Max(check => check.Id.Length) + 2;
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"Platform doctor, {diagnosis.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {diagnosis.RequestId}\n\n"
        );
        foreach (var check in diagnosis.Checks)
        {
            text.Append(Mark(check.Status).PadRight(MarkWidth))
                .Append(check.Id.PadRight(width))
                .Append(Printed(check.Message))
                .Append('\n');
            if (check.Fix is not null)
                text.Append(' ', MarkWidth + width).Append("-> ").Append(Printed(check.Fix)).Append('\n');
        }

        return text.Append("\nWhat to do first: ").Append(Printed(diagnosis.First)).Append('\n').ToString();
    }

    private static string Mark(CheckStatus status) =>
        status switch
        {
            CheckStatus.Ok => "ok",
            CheckStatus.Warn => "warn",
            CheckStatus.Fail => "FAIL",
            _ => "-",
        };

    /// <summary>Replaces control characters: the text repeats names that the caller sent, and a terminal would execute them.</summary>
    private static string Printed(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
