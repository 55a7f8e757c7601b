using System.Diagnostics.Metrics;

namespace Platform.Accounts.Catalogue;

/// <summary>The metrics of the catalogue.</summary>
internal sealed class CatalogueTelemetry
{
    private readonly Counter<long> changes;

    public CatalogueTelemetry(IMeterFactory meters, CatalogueInForce inForce)
    {
        var meter = meters.Create("Platform.Accounts");
        changes = meter.CreateCounter<long>(
            "platform.accounts.catalogue.changes",
            "{change}",
            "Changes of the catalogue files put in force"
        );
        meter.CreateObservableGauge(
            "platform.accounts.catalogue.faults",
            () => inForce.Faults.Count,
            "{fault}",
            "Mistakes in the catalogue files, because of which the catalogue before them stays in force"
        );
    }

    public void Changed() => changes.Add(1);
}
