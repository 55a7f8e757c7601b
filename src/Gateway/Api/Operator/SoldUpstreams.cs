using Platform.Contracts;
using Platform.Gateway.Catalog;
using Platform.Gateway.Health;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Api.Operator;

/// <summary>The upstreams of the models on sale, and how they do.</summary>
internal sealed class SoldUpstreams(ModelCatalog catalog, UpstreamRegistry registry, HealthReport report)
{
    private static readonly KeyFacts Anybody = new("", "", Guid.Empty, "", KeyStatus.Active, null, null, null);

    public IEnumerable<Upstream> All =>
        Models.SelectMany(UpstreamsOf).DistinctBy(upstream => upstream.Name).OrderBy(upstream => upstream.Name, StringComparer.Ordinal);

    public IReadOnlyList<UpstreamState> States => [.. All.Select(report.Of)];

    /// <summary>What is not up, in one line each.</summary>
    public IEnumerable<string> Down() => All.SelectMany(report.Down);

    /// <summary>Each model, without the names of its upstreams.</summary>
    public IReadOnlyList<ModelNow> Now =>
        [
            .. from model in Models
            let routes = model.Routes.Where(route => registry.Has(route.Upstream)).ToArray()
            where routes.Length > 0
            select report.Of(model.Id, [.. routes.Select(route => (registry[route.Upstream], route.UpstreamModel))]),
        ];

    private Model[] Models => catalog.ListFor(Anybody).Value ?? [];

    private IEnumerable<Upstream> UpstreamsOf(Model model) =>
        model.Routes.Select(route => route.Upstream).Distinct().Where(registry.Has).Select(name => registry[name]);
}
