using Platform.Contracts;
using Platform.Gateway.Catalog;

namespace Platform.Gateway.Api.Doctor;

/// <summary>Checks of the models: which may be called, by which name and at what price.</summary>
internal static class ModelChecks
{
    private const int MaxNamed = 5;

    public static Check All(ModelCatalog catalog, KeyFacts? key)
    {
        if (!catalog.IsLoaded)
            return Check.Unavailable("models", "The model catalogue");
        if (key is null)
            return Check.Skipped("models");
        string[] names = [.. (catalog.ListFor(key).Value ?? []).Select(model => model.Id)];
        return names.Length > 0
            ? Check.Ok(
                "models",
                $"The key may call {names.Length} {(names.Length == 1 ? "model" : "models")}: {string.Join(", ", names.Take(MaxNamed))}{(names.Length > MaxNamed ? " and more, see GET /v1/models." : ".")}"
            )
            : new Check(
                "models",
                CheckStatus.Fail,
                "None of the models this key may call is on sale any more.",
                "Create a key on the Keys page that allows other models."
            );
    }

    /// <summary>The message is that of the error that a request for this model would get.</summary>
    public static Check One(ModelCatalog catalog, KeyFacts? key, string id, DateTimeOffset now)
    {
        if (key is null)
            return Check.Skipped("model");
        if (catalog.Find(key, id, now).Found(out var model, out var error))
            return Check.Ok("model", $"The key may call '{id}', {Price(model.Routes[0].Price)}.");
        var end = error.Message.IndexOf(". ", StringComparison.Ordinal) + 1;
        return new Check("model", CheckStatus.Fail, error.Message[..end], error.Message[end..].TrimStart());
    }

    private static string Price(Price price) =>
        $"at {new Money(price.Input)} for a million tokens of input and {new Money(price.Output)} of output";
}
