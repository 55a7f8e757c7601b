using System.Net.Http.Json;

namespace Platform.Tests.Fixture.Http;

/// <summary>An address of the dashboard, as it is mapped.</summary>
/// <param name="Handlers">Of a page: its handlers as <c>GET</c>, <c>POST</c> or <c>POST Name</c>; of anything else its methods.</param>
/// <param name="Open">Whether it is for everybody, signed in or not.</param>
public sealed record Endpoint(string Route, bool Page, string[] Handlers, bool Open)
{
    public static async Task<Endpoint[]> ReadAllAsync(PlatformFixture platform)
    {
        using var client = new HttpClient { BaseAddress = platform.DashboardAddress };
        return (await client.GetFromJsonAsync<Endpoint[]>("/development/endpoints"))!;
    }
}
