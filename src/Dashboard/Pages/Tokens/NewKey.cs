using Platform.Contracts;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Pages.Tokens;

/// <summary>A new key with its secret, which is shown once.</summary>
public sealed record NewKey(KeyView Key, Quickstart Quickstart)
{
    /// <summary>Omits the secret, which the text of a record would show.</summary>
    public override string ToString() => $"new key {Key.Id}";
}
