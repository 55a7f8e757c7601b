using Platform.Contracts;

namespace Platform.Usage.Demo.History;

/// <summary>What happened in the history; each is sent where the live one would be.</summary>
internal abstract record HistoryStep(DateTimeOffset At);

internal sealed record RequestStep(UsageEvent Request) : HistoryStep(Request.StartedAt);

internal sealed record RefusalStep(RefusedRequest Refusal) : HistoryStep(Refusal.At);

/// <summary>A checkout and what the provider says of it; null where the payer left its page.</summary>
internal sealed record CheckoutStep(Guid Id, DateTimeOffset At, PaymentEventKind? Result, TimeSpan Took) : HistoryStep(At);
