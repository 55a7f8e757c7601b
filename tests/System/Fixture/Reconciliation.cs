using System.Net;
using System.Text.Json;

namespace Platform.Tests.Fixture;

/// <summary>The platform's own check of every money invariant, against the upstream's tally as well.</summary>
public static class Reconciliation
{
    /// <summary>
    /// Waits until the report is clean. A till being rebuilt and a store just restarted need a moment; a wrong sum stays wrong.
    /// </summary>
    public static async Task ExpectCleanAsync(PlatformFixture platform)
    {
        var found = "nothing";
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    using var response = await platform.Usage.GetAsync(
                        $"/reconciliation?upstream={Uri.EscapeDataString(platform.Upstream.BaseAddress!.ToString())}"
                    );
                    found = await response.Content.ReadAsStringAsync();
                    if (response.StatusCode != HttpStatusCode.OK)
                        return false;
                }
                catch (HttpRequestException)
                {
                    return false;
                }

                using var report = JsonDocument.Parse(found);
                found = Differences(report.RootElement);
                return report.RootElement.GetProperty("clean").GetBoolean();
            },
            () => $"a clean reconciliation; it says {found}"
        );
    }

    private static string Differences(JsonElement report) =>
        string.Join(
            '\n',
            report
                .GetProperty("checks")
                .EnumerateArray()
                .Where(check => check.GetProperty("count").GetInt64() > 0)
                .Select(check => check.GetRawText())
        );
}
