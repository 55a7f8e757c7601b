using Platform.Contracts;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>A key in the one moment in which it is shown whole.</summary>
public sealed record NewKey(KeyView Key, Quickstart Quickstart)
{
    /// <summary>Nobody on the way may keep the answer.</summary>
    public static NewKey Show(KeyCreated created, Catalogue catalogue, string baseUrl, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return new NewKey(created.Key, new Quickstart(created.Secret, baseUrl, Quickstart.ModelOf(catalogue, created.Key.Models)));
    }

    /// <summary>Never the secret: a record's own text would print it.</summary>
    public override string ToString() => $"new key {Key.Id}";
}
