namespace Platform.Usage.Payments.Webhooks;

/// <summary>What became of a payment event. The names are on the wire: the answer to a webhook holds them.</summary>
internal enum IntakeResult
{
    /// <summary>Stored, and its effect is in the ledger.</summary>
    Booked,

    /// <summary>Stored before; nothing changed.</summary>
    Repeated,

    /// <summary>Stored until another event names the checkout of its payment.</summary>
    Waiting,
}
