namespace Platform.Gateway.Api.Doctor;

/// <summary>The results of all checks, in the order in which a request would meet them.</summary>
internal sealed record Diagnosis(string RequestId, DateTimeOffset At, IReadOnlyList<Check> Checks)
{
    /// <summary>No check failed.</summary>
    public bool Healthy => Checks.All(check => check.Status != CheckStatus.Fail);

    /// <summary>What to do first: the rest may follow from it.</summary>
    public string First =>
        (Worst(CheckStatus.Fail) ?? Worst(CheckStatus.Warn))?.Fix ?? "Nothing. Key, Base URL and account are in order: send a request.";

    private Check? Worst(CheckStatus status) => Checks.FirstOrDefault(check => check.Status == status && check.Fix is not null);
}
