using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Catalog;
using Platform.Gateway.Errors;
using Platform.Gateway.Keys;
using Platform.Gateway.Pipeline;

namespace Platform.Gateway.Api.Doctor;

/// <summary>
/// Looks at everything a request would meet, without sending one. What belongs to an account is told only to a key that is in force.
/// </summary>
public sealed class Examination(
    KeyRing keys, ModelCatalog catalog, AccountChecks account, TillCheck till, UpstreamHealth upstreams, IOptions<PublicAddresses> addresses, TimeProvider time)
{
    private static readonly KeyFacts Anybody = new("", "", Guid.Empty, "", KeyStatus.Active, null, null, null);

    /// <param name="model">A name to look at as well.</param>
    public async Task<Diagnosis> RunAsync(Call call, string? model)
    {
        var request = call.Http.Request;
        var (presented, malformed) = PresentedKey.Read(request);
        var standing = presented is null ? Check.Skipped("key_active") : await StandingAsync(call, presented);
        var key = standing.Status == CheckStatus.Ok ? call.Key : null;
        var (ofAccount, ofTill, ofUpstreams) = (account.RunAsync(key, call.ClientGone), till.RunAsync(key), upstreams.RunAsync(Callable(key, model)));

        List<Check> checks = [ConnectionChecks.BaseUrl(request, addresses.Value), ConnectionChecks.Client(request, addresses.Value)];
        checks.AddRange(KeyChecks.Of(presented, malformed));
        checks.Add(standing);
        checks.Add(KeyChecks.Expiry(key, time.GetUtcNow()));
        checks.AddRange(await ofAccount);
        checks.Add(ModelChecks.All(catalog, key));
        if (model is not null)
            checks.Add(ModelChecks.One(catalog, call, key, model));
        checks.Add(await ofTill);
        checks.Add(await ofUpstreams);
        return new Diagnosis(call.RequestId, call.StartedAt, checks);
    }

    private async Task<Check> StandingAsync(Call call, PresentedKey presented)
    {
        try
        {
            return await keys.ExamineAsync(call) is { } fault
                ? new Check("key_active", CheckStatus.Fail, fault.What, fault.Mend)
                : Check.Ok("key_active", $"The key '{call.Key!.Name}' ({presented.Key.Id}) is known and switched on.");
        }
        catch (KeyServiceUnavailableException)
        {
            return Check.Away("key_active", "The key service");
        }
    }

    /// <summary>The models whose providers matter here: the one asked about, else all that the key may call.</summary>
    private Model[] Callable(KeyFacts? key, string? model)
    {
        if (!catalog.IsLoaded)
            return [];
        Model[] all = [.. catalog.CallableBy(key ?? Anybody)];
        return Array.Find(all, callable => callable.Id == model) is { } one ? [one] : all;
    }
}
