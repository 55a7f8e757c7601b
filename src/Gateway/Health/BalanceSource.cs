using System.Text.Json;
using Platform.Gateway.Protocols;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Health;

/// <summary>Where a vendor says what an account has left, for the vendors that do: by the setting <c>Provider</c>, else by the host.</summary>
internal sealed record BalanceSource(Uri Address, Func<JsonElement, Balance?> Read)
{
    /// <summary>Null where the vendor has no such address.</summary>
    public static BalanceSource? For(Upstream upstream)
    {
        var (provider, host) = (upstream.ProviderOf(Protocol.Chat), upstream.Address.Host);
        if (provider == "deepseek" || IsOf(host, "deepseek.com"))
            return new BalanceSource(new Uri(upstream.Address, "/user/balance"), Balance.OfDeepSeek);
        return provider == "openrouter" || IsOf(host, "openrouter.ai")
            ? new BalanceSource(new Uri(upstream.BaseUrl + "/credits"), Balance.OfOpenRouter)
            : null;
    }

    private static bool IsOf(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
}
