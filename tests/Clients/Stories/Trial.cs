using Platform.Contracts;

namespace Platform.Tests.Clients;

/// <summary>
/// Somebody with an account, a key and one client in a fresh home, who reaches the platform through a <see cref="CountingProxy"/>.
/// </summary>
public sealed class Trial : IAsyncDisposable
{
    private readonly PlatformFixture platform;
    private readonly Client client;

    private Trial(PlatformFixture platform, Client client, Person person, KeyCreated key, ClientHome home)
    {
        (this.platform, this.client, Person, Key, Home) = (platform, client, person, key, home);
        Proxy = new CountingProxy(platform.GatewayAddress);
    }

    public Person Person { get; }

    public KeyCreated Key { get; }

    public ClientHome Home { get; }

    public CountingProxy Proxy { get; }

    /// <summary>In every question, so that no two cases ask the same.</summary>
    public string Word { get; } = $"word{Guid.CreateVersion7():N}"[..20];

    public static async Task<Trial> BeginAsync(PlatformFixture platform, Client client, string? pack = "starter")
    {
        var person = await Person.RegisterAsync(platform, pack);
        return new Trial(platform, client, person, await person.CreateKeyAsync(), new ClientHome(await Installation.GetAsync()));
    }

    /// <summary>Asks with the right three things, but for those that are given.</summary>
    public Task<ClientOutput> AskAsync(
        string model,
        string? question = null,
        string? key = null,
        bool wrongBaseUrl = false,
        bool again = false
    )
    {
        var withVersion = client.BaseUrlHasVersion != wrongBaseUrl;
        var setting = new Setting(new Uri(Proxy.Address, withVersion ? "v1" : "").ToString().TrimEnd('/'), key ?? Key.Secret, model);
        return client.AskAsync(Home, setting, question ?? $"Say {Word}", again);
    }

    /// <summary>Returns once every gateway refuses the key.</summary>
    public async Task DisableKeyAsync()
    {
        using (var changed = await Person.SendAsync(HttpMethod.Patch, $"/keys/{Key.Key.Id}", new UpdateKeyRequest(Enabled: false)))
            changed.EnsureSuccessStatusCode();
        using var gateway = platform.Gateway(Key.Secret);
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await gateway.GetAsync("/v1/models");
                return response.StatusCode == System.Net.HttpStatusCode.Unauthorized;
            },
            "the disabled key to be refused"
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        Home.Dispose();
    }
}
