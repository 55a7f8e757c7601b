using Platform.Contracts;
using Stripe;

namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>Verifies a webhook with Stripe.net, against our clock.</summary>
internal static class StripeSignature
{
    /// <summary>
    /// Null when the body is genuine and recent; else a sentence that says why not, without the secret or the expected value.
    /// </summary>
    public static string? Refusal(string body, string? header, string secret, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(header))
            return "The signature header is missing.";
        try
        {
            EventUtility.ValidateSignature(body, header, secret, (long)WebhookSignature.Tolerance.TotalSeconds, now.ToUnixTimeSeconds());
            return null;
        }
        catch (StripeException e)
        {
            return e.Message;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return "The timestamp of the signature is not a number of seconds.";
        }
    }
}
