namespace Platform.Gateway.Health;

/// <summary>What an upstream answered when it was asked for its models.</summary>
/// <param name="StatusCode">Null when it did not answer.</param>
internal sealed record ProbeAnswer(ProbeMeaning Meaning, int? StatusCode, TimeSpan Duration)
{
    /// <summary>It can be reached, and may be sent requests.</summary>
    public bool IsReachable => Meaning is not ProbeMeaning.Failed;
}

internal enum ProbeMeaning
{
    /// <summary>It takes the credential.</summary>
    Answered,

    /// <summary>It can be reached; whether it takes the credential is not known: it has no list of models, or limits us.</summary>
    Reachable,

    /// <summary>It refuses the credential.</summary>
    Refused,

    /// <summary>It cannot be reached, or answers 5xx.</summary>
    Failed,
}
