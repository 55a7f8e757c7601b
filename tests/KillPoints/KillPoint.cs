namespace Platform.Tests.KillPoints;

/// <summary>Where in a request's life the gateway can be made to die, as the values of <see cref="Header"/>.</summary>
public static class KillPoint
{
    public const string Header = "x-kill-at";

    /// <summary>Before anything.</summary>
    public const string Arrived = "arrived";

    /// <summary>Accounts has said whose key it is; admission has not been asked for.</summary>
    public const string Known = "known";

    /// <summary>The hold is placed; the upstream is about to be called.</summary>
    public const string Held = "held";

    /// <summary>The upstream has refused the request; the hold is about to be moved to a fallback.</summary>
    public const string Refused = "refused";

    /// <summary>The hold is moved; the fallback's upstream is about to be called.</summary>
    public const string Moved = "moved";

    /// <summary>The client has the answer; the settlement is about to be sent.</summary>
    public const string Answered = "answered";

    /// <summary>Redis, or else the journal, has the settlement, and nobody else knows.</summary>
    public const string Settled = "settled";
}
