using Microsoft.Extensions.Diagnostics.HealthChecks;
using Platform.ServiceDefaults;

namespace Platform.Accounts.Catalogue;

/// <summary>Puts a catalogue in force.</summary>
internal delegate Task ApplyCatalogue(Contracts.Catalogue catalogue, CancellationToken cancellationToken);

/// <summary>
/// Looks at the catalogue files every second, and puts a valid change in force in one transaction. A mistake changes nothing: it is told
/// once, with its place, and the service is degraded until the files are mended. Reading beats being told of changes, which on volumes of
/// containers often fails.
/// </summary>
internal sealed partial class CatalogueWatch(
    CatalogueFiles files,
    CatalogueInForce inForce,
    ApplyCatalogue apply,
    CatalogueTelemetry telemetry,
    TimeProvider time,
    ILogger<CatalogueWatch> log
) : RepeatingService(time, log), IHealthCheck
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private string? refused,
        suspected;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            inForce.Faults is [_, ..] faults
                ? HealthCheckResult.Degraded("The catalogue files are not in force: " + string.Join(" ", faults))
                : HealthCheckResult.Healthy()
        );

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        await LookAsync(files.Read(), cancellationToken);
        return Interval;
    }

    /// <param name="text">What is in the files now.</param>
    public async Task LookAsync(CatalogueText text, CancellationToken cancellationToken)
    {
        // The files of the start come first, so that an older catalogue never replaces a newer one.
        if (inForce.Fingerprint is not { } applied || text.Fingerprint == refused)
            return;
        if (text.Fingerprint == applied)
        {
            if (refused is not null)
                LogMended(Log);
            Accept(applied);
            return;
        }

        var (catalogue, faults) = text.Parse();
        if (faults.Count == 0)
        {
            await apply(catalogue, cancellationToken);
            telemetry.Changed();
            Accept(text.Fingerprint);
        }
        else if (text.Fingerprint == suspected)
        {
            refused = text.Fingerprint;
            inForce.Refuse(faults);
            LogRefused(Log, string.Join(Environment.NewLine, faults));
        }
        else
        {
            // Perhaps it is being written: it is refused when it is still the same in the next turn.
            suspected = text.Fingerprint;
        }
    }

    private void Accept(string fingerprint)
    {
        (refused, suspected) = (null, null);
        inForce.Accept(fingerprint);
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The catalogue files cannot be used, and the catalogue before them stays in force until they are mended:\n{Faults}"
    )]
    private static partial void LogRefused(ILogger log, string faults);

    [LoggerMessage(Level = LogLevel.Information, Message = "The catalogue files are again those that are in force")]
    private static partial void LogMended(ILogger log);
}
