using System.Net.Http.Json;
using Platform.Contracts;

namespace Platform.Bench.Running;

/// <summary>
/// Several accounts with credit and a key each, so that the till's shards and the key cache have the work they have in life.
/// </summary>
internal static class Payers
{
    private const int Count = 8;
    public const string Password = "correct horse battery";
    private const string Pack = "team";

    public static string Email(int number) => $"bench-{number}@example.com";

    /// <summary>The secrets of their keys.</summary>
    /// <param name="name">Of the accounts, before their number.</param>
    /// <param name="key">What their keys may do; null for all.</param>
    public static async Task<IReadOnlyList<string>> RegisterAsync(
        RunningPlatform platform,
        string name = "bench",
        CreateKeyRequest? key = null
    )
    {
        using var accounts = platform.Client("accounts");
        using var usage = platform.Client("usage");
        var keys = new List<string>();
        for (var i = 0; i < Count; i++)
            keys.Add(await RegisterAsync(accounts, usage, $"{name}-{i}@example.com", key ?? new CreateKeyRequest("bench")));
        return keys;
    }

    private static async Task<string> RegisterAsync(HttpClient accounts, HttpClient usage, string email, CreateKeyRequest key)
    {
        using var registered = await accounts.PostAsJsonAsync("/accounts", new RegisterRequest(email, Password));
        registered.EnsureSuccessStatusCode();
        using var opened = await accounts.PostAsJsonAsync("/sessions", new SignInRequest(email, Password, "bench"));
        var session = (await opened.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<SessionOpened>())!;
        using var bought = await usage.PostAsJsonAsync(
            $"/accounts/{session.Account.Id}/purchases",
            new PurchaseRequest(Guid.CreateVersion7().ToString("N"), Pack)
        );
        bought.EnsureSuccessStatusCode();

        using var request = new HttpRequestMessage(HttpMethod.Post, "/keys") { Content = JsonContent.Create(key) };
        request.Headers.Add(ServiceHeaders.Session, session.Token);
        using var created = await accounts.SendAsync(request);
        return (await created.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<KeyCreated>())!.Secret;
    }
}
