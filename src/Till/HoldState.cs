namespace Platform.Till;

/// <summary>The first line of a hold's text: its state. The transitions are in the README of this folder.</summary>
public static class HoldState
{
    /// <summary>Credit is set aside for a request in flight.</summary>
    public const string Held = "held";

    /// <summary>It was charged, or released at zero.</summary>
    public const string Settled = "settled";

    /// <summary>Nobody settled it in time; a late settlement is still charged.</summary>
    public const string Expired = "expired";

    /// <summary>Its admission was voided. The word in Redis is older than the term.</summary>
    public const string Voided = "withdrawn";
}
