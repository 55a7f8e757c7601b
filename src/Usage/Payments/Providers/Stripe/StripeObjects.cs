using System.Text.Json;

namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>Of Stripe's objects, the fields we read. All amounts are cents.</summary>
internal static class StripeObjects
{
    public static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}

internal sealed record StripeEvent(string? Id, string? Type, StripeEventData? Data);

internal sealed record StripeEventData(JsonElement Object);

internal sealed record StripeSession(
    string? Id, string? Url, string? ClientReferenceId, string? PaymentIntent, string? PaymentStatus, long? AmountTotal, string? Currency);

internal sealed record StripeCharge(
    string? Id, string? PaymentIntent, long? AmountRefunded, string? Currency, Dictionary<string, string>? Metadata);

internal sealed record StripeDispute(string? Id, string? PaymentIntent, long? Amount, string? Currency, string? Status);

/// <param name="Charge">Expanded, because we ask for that.</param>
internal sealed record StripeRefund(string? Id, string? Status, string? FailureReason, StripeCharge? Charge);

internal sealed record StripeErrorAnswer(StripeError? Error);

internal sealed record StripeError(string? Message, string? Code);
