using Microsoft.Extensions.Options;
using Platform.Gateway.Errors;
using Platform.Gateway.Rates;

namespace Platform.Gateway.Admission;

/// <summary>
/// Ends the requests of a key that is over its rate before their bodies are read and the till is asked. It knows two things: until when
/// the till admits nothing from a key, and how often this gateway has refused a key, for a reason that the till never saw included.
/// </summary>
internal sealed class RefusalLimit(IOptions<AdmissionOptions> options, TimeProvider time)
{
    private readonly int perMinute = options.Value.RequestsPerMinute;
    private readonly Rate rate = new(options.Value.RequestsPerMinute, time);

    /// <summary>Null where the key's request may go on.</summary>
    public (ApiError Error, RateState Rate)? Check(string keyId) =>
        rate.Wait(keyId) is { } wait ? (ApiErrors.RateLimited(perMinute, wait), new RateState(perMinute, 0, wait + rate.Burst)) : null;

    /// <summary>Counts what ended a request before it was admitted. Our own faults are no fault of the caller's.</summary>
    public void Note(string keyId, ApiError refusal)
    {
        if (refusal.Status is >= 400 and < 500 and not StatusCodes.Status429TooManyRequests)
            rate.Count(keyId);
    }

    /// <summary>The refusal, counted.</summary>
    public ApiError Noted(string keyId, ApiError refusal)
    {
        Note(keyId, refusal);
        return refusal;
    }

    /// <summary>The till admits nothing from this key for a time, whatever it asks.</summary>
    public void Limit(string keyId, TimeSpan wait) => rate.Limit(keyId, wait);
}
