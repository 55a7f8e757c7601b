using Platform.Contracts;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>A new key with its secret, which is shown once.</summary>
public sealed record NewKey(KeyView Key, Quickstart Quickstart)
{
    /// <summary>Forbids caching of the response.</summary>
    public static NewKey Show(KeyCreated created, Catalogue catalogue, string baseUrl, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return new NewKey(created.Key, new Quickstart(created.Secret, baseUrl, Quickstart.FindModel(catalogue, created.Key.Models)));
    }

    /// <summary>Omits the secret, which the text of a record would show.</summary>
    public override string ToString() => $"new key {Key.Id}";
}
