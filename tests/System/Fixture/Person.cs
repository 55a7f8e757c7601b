using System.Net.Http.Json;
using Platform.Contracts;

namespace Platform.Tests.Fixture;

/// <summary>
/// Somebody with an account of their own, so that stories do not disturb each other. Made through the services' own API; the story
/// of the browser makes one through the pages.
/// </summary>
public sealed class Person(PlatformFixture platform, AccountView account, string session)
{
    public const string Password = "correct horse battery";

    public Guid Id => account.Id;

    public string Email => account.Email;

    /// <param name="pack">A credit pack to buy, or null for none.</param>
    public static async Task<Person> RegisterAsync(PlatformFixture platform, string? pack = "starter")
    {
        var email = $"person-{Guid.CreateVersion7():N}@example.com";
        using var registered = await platform.Accounts.PostAsJsonAsync("/accounts", new RegisterRequest(email, Password));
        registered.EnsureSuccessStatusCode();
        var person = await SignInAsync(platform, email);
        if (pack is not null)
            await person.BuyAsync(pack);
        return person;
    }

    /// <summary>The same person in another browser.</summary>
    public Task<Person> SignInAgainAsync() => SignInAsync(platform, Email);

    public static async Task<Person> SignInAsync(PlatformFixture platform, string email)
    {
        using var opened = await platform.Accounts.PostAsJsonAsync("/sessions", new SignInRequest(email, Password, "tests"));
        var session = (await opened.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<SessionOpened>())!;
        return new Person(platform, session.Account, session.Token);
    }

    public async Task BuyAsync(string pack)
    {
        using var bought = await platform.Usage.PostAsJsonAsync(
            $"/accounts/{Id}/purchases",
            new PurchaseRequest(Guid.CreateVersion7().ToString("N"), pack)
        );
        bought.EnsureSuccessStatusCode();
    }

    public async Task<KeyCreated> CreateKeyAsync(CreateKeyRequest? request = null)
    {
        using var response = await SendAsync(HttpMethod.Post, "/keys", request ?? new CreateKeyRequest("tests"));
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<KeyCreated>())!;
    }

    /// <summary>A call to Accounts on behalf of this person's session.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add(ServiceHeaders.Session, session);
        request.Content = body is null ? null : JsonContent.Create(body, body.GetType());
        return await platform.Accounts.SendAsync(request);
    }

    /// <summary>A client of the gateway with a fresh key of this person's.</summary>
    public async Task<HttpClient> ClientAsync(CreateKeyRequest? request = null) => platform.Gateway((await CreateKeyAsync(request)).Secret);

    public async Task<BalanceView> BalanceAsync() => (await platform.Usage.GetFromJsonAsync<BalanceView>($"/accounts/{Id}/balance"))!;

    /// <summary>The refused request of this person with this id, once it is there.</summary>
    public async Task<RefusedRequest> RefusedAsync(string requestId)
    {
        RefusedRequest? found = null;
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await platform.Usage.GetAsync($"/accounts/{Id}/refused/{requestId}");
                if (response.IsSuccessStatusCode)
                    found = await response.Content.ReadFromJsonAsync<RefusedRequest>();
                return found is not null;
            },
            $"the entry of {requestId}"
        );
        return found!;
    }

    /// <summary>This person's usage records once there are <paramref name="count"/>, newest first.</summary>
    public async Task<IReadOnlyList<UsageRecord>> UsageAsync(int count)
    {
        IReadOnlyList<UsageRecord> records = [];
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await platform.Usage.GetAsync($"/accounts/{Id}/usage?limit=200");
                if (response.IsSuccessStatusCode)
                    records = (await response.Content.ReadFromJsonAsync<UsagePage>())!.Records;
                return records.Count >= count;
            },
            () => $"{count} usage records; there are {records.Count}"
        );
        return records;
    }
}
