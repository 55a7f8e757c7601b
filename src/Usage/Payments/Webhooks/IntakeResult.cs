namespace Platform.Usage.Payments.Webhooks;

/// <summary>The result of taking a payment event. The names are part of the answer to a webhook and must not change.</summary>
internal enum IntakeResult
{
    /// <summary>Stored, and its effect is in the ledger.</summary>
    Booked,

    /// <summary>Stored before; nothing changed.</summary>
    Repeated,

    /// <summary>Stored until another event names the checkout of its payment.</summary>
    Waiting,
}
