using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Catalog;
using Platform.Gateway.Errors;
using Platform.Gateway.Keys;

namespace Platform.Gateway.Api.Doctor;

/// <summary>Checks everything a request would meet, without sending one. Facts of an account are shown only to a valid key.</summary>
internal sealed class Examination(
    KeyAuthentication keys,
    ModelCatalog catalog,
    AccountChecks account,
    LimitChecks limits,
    TillCheck till,
    ProviderCheck upstreams,
    IOptions<PublicAddresses> addresses,
    TimeProvider time
)
{
    private static readonly KeyFacts Anybody = new("", "", Guid.Empty, "", KeyStatus.Active, null, null, null);

    /// <param name="model">A model to check as well; null for none.</param>
    public async Task<Diagnosis> RunAsync(HttpContext http, string? model)
    {
        var (request, now) = (http.Request, time.GetUtcNow());
        var (presented, malformed) = PresentedKey.Read(request);
        var (key, isActive) = presented is null ? (null, Check.Skipped("key_active")) : await AuthenticateAsync(http, presented);
        var callable = Callable(key, model);
        var (ofAccount, ofLimits, ofTill, ofUpstreams) = (
            account.RunAsync(key, http.RequestAborted),
            limits.RunAsync(key, callable is [{ } one] && one.Id == model ? one : null, http.RequestAborted),
            till.RunAsync(key),
            upstreams.RunAsync(callable)
        );

        List<Check> checks = [ConnectionChecks.BaseUrl(request, addresses.Value), ConnectionChecks.Client(request, addresses.Value)];
        checks.AddRange(KeyChecks.For(presented, malformed));
        checks.Add(isActive);
        checks.Add(KeyChecks.Expiry(key, now));
        checks.AddRange(await ofAccount);
        checks.Add(await ofLimits);
        checks.Add(ModelChecks.All(catalog, key));
        if (model is not null)
            checks.Add(ModelChecks.One(catalog, key, model, now));
        checks.Add(await ofTill);
        checks.Add(await ofUpstreams);
        return new Diagnosis(http.TraceIdentifier, now, checks);
    }

    private async Task<(KeyFacts? Key, Check Check)> AuthenticateAsync(HttpContext http, PresentedKey presented)
    {
        try
        {
            var (key, problem) = await keys.ExamineAsync(http.Request, http.RequestAborted);
            return (
                key,
                problem is not null
                    ? new Check("key_active", CheckStatus.Fail, problem.What, problem.Fix)
                    : Check.Ok("key_active", $"The key '{key?.Name}' ({presented.Key.Id}) is known and switched on.")
            );
        }
        catch (KeyServiceUnavailableException)
        {
            return (null, Check.Unavailable("key_active", "The key service"));
        }
    }

    /// <summary>The models whose providers are checked: the one asked about, else all that the key may call.</summary>
    private Model[] Callable(KeyFacts? key, string? model)
    {
        var all = catalog.ListFor(key ?? Anybody).Value ?? [];
        return Array.Find(all, callable => callable.Id == model) is { } one ? [one] : all;
    }
}
