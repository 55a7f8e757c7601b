using System.Globalization;
using System.Text;

namespace Platform.Usage.Reconciliation;

/// <summary>Formats the report for a terminal: a line for each check, followed by its differences.</summary>
internal static class ReportText
{
    public static string Format(Report report)
    {
        var text = new StringBuilder();
        foreach (var check in report.Checks)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{(check.Count == 0 ? "ok  " : "DIFF")}  {check.Name} ({check.Compared} compared)\n"
            );
            foreach (var difference in check.Differences)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"      {difference.Subject}: expected {difference.Expected}, found {difference.Found}\n"
                );
            if (check.Count > check.Differences.Count)
                text.Append(CultureInfo.InvariantCulture, $"      and {check.Count - check.Differences.Count} more\n");
        }

        text.Append('\n').AppendJoin('\n', report.Facts.Select(fact => $"{fact.Key}: {fact.Value.ToString(CultureInfo.InvariantCulture)}"));
        var differences = report.Checks.Sum(check => check.Count);
        text.Append(report.Clean ? "\n\nClean." : $"\n\n{differences} differences.");
        text.Append(CultureInfo.InvariantCulture, $" {report.Inspections} inspections, {report.At:yyyy-MM-dd HH:mm:ss}Z\n");
        return text.ToString();
    }
}
