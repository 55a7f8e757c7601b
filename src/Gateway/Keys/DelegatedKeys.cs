using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Keys;

/// <summary>
/// Lets our own site call on behalf of a key that a signed-in person chose, whose secret nobody has. It takes the service's credential and the
/// person's session together, and Accounts says whether the key is that person's and writes the use to the audit log. Without the right
/// credential the headers mean nothing: from outside such a request is one without a key.
/// </summary>
internal sealed class DelegatedKeys(KeyServiceClient accounts, IOptions<ServiceOptions> options)
{
    private static readonly object Slot = new();

    /// <summary>Whether the request is one of our site's on behalf of a key.</summary>
    public bool IsDelegated(HttpRequest request) =>
        request.Headers.ContainsKey(ServiceHeaders.OnBehalfOfKey) && ServiceCredential.IsPresented(request, options.Value);

    /// <summary>Null when the person has no such key, or the session is over.</summary>
    /// <exception cref="KeyServiceUnavailableException">Accounts did not answer.</exception>
    public async ValueTask<KeyFacts?> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var found = await accounts.UseAsync(
            request.Headers[ServiceHeaders.OnBehalfOfKey].ToString(),
            request.Headers[ServiceHeaders.Session].ToString(),
            cancellationToken
        );
        request.HttpContext.Items[Slot] = found;
        return found;
    }

    /// <summary>The key that was found for the request; null where none was.</summary>
    public static KeyFacts? Found(HttpRequest request) => request.HttpContext.Items[Slot] as KeyFacts;
}
