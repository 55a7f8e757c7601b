using Platform.Contracts;
using Platform.Dashboard.Clients;

namespace Platform.Dashboard.Public;

/// <summary>What is on sale, for everybody to read. Scripted models are shown apart, and in Development only.</summary>
public sealed class Offers(AccountsClient accounts, UsageClient usage, IHostEnvironment environment)
{
    public async Task<OfferList> ReadAsync(CancellationToken cancellationToken)
    {
        var measured = MeasuredAsync(cancellationToken);
        return Of(await accounts.CatalogueAsync(cancellationToken), await measured, environment.IsDevelopment());
    }

    /// <summary>How models and routes did; null while that is not known, without which a page is still worth reading.</summary>
    public async Task<Measured?> MeasuredAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await usage.MeasuredAsync(cancellationToken);
        }
        catch (ServiceUnavailableException)
        {
            return null;
        }
    }

    internal static OfferList Of(Catalogue catalogue, Measured? measured, bool isDevelopment)
    {
        var figures = (measured?.Models ?? []).ToDictionary(model => model.Model, StringComparer.Ordinal);
        var all = catalogue
            .Models.Where(model => model.Routes.Count > 0)
            .Select(model => new Offer(model, model.Routes[0], figures.GetValueOrDefault(model.Id)))
            .ToLookup(offer => offer.IsScripted);
        return new OfferList(catalogue, [.. all[false]], isDevelopment ? [.. all[true]] : []);
    }
}

/// <param name="Sold">Models that think for themselves.</param>
/// <param name="Scripted">Those that answer by a script.</param>
public sealed record OfferList(Catalogue Catalogue, IReadOnlyList<Offer> Sold, IReadOnlyList<Offer> Scripted)
{
    /// <summary>
    /// Models that chat and do not end, by turns of each maker; of one maker in the order of the catalogue, which is the operator's.
    /// </summary>
    public IEnumerable<Offer> Mixed() =>
        Sold.Where(offer => offer.Chats && offer.Model.Deprecation is null)
            .GroupBy(offer => offer.Model.OwnedBy)
            .SelectMany(maker => maker.Index())
            .OrderBy(offer => offer.Index)
            .Select(offer => offer.Item);

    /// <summary>Null when it is not on sale, or not shown.</summary>
    public Offer? Find(string id) => Sold.Concat(Scripted).FirstOrDefault(offer => offer.Model.Id == id);
}
