using System.ComponentModel.DataAnnotations;
using Platform.Contracts;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Health;

[Section("Health")]
internal sealed class HealthOptions : IValidatableObject
{
    /// <summary>So many failures in a row, without an answer between them, open an upstream's circuit.</summary>
    [Range(1, 1_000_000)]
    public int ConsecutiveFailures { get; set; } = 5;

    /// <summary>Such a share of failed calls within the window opens the circuit, in percent.</summary>
    [Range(1, 100)]
    public int FailurePercent { get; set; } = 50;

    /// <summary>The share says nothing while fewer calls ended within the window.</summary>
    [Range(2, 1_000_000)]
    public int MinRequests { get; set; } = 20;

    /// <summary>How long a call counts for the share.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a circuit stays open the first time; each time that it opens again soon, twice as long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "00:10:00")]
    public TimeSpan Break { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest that it stays open without being tried.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "01:00:00")]
    public TimeSpan MaxBreak { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The requests that a half-open circuit lets through in ten seconds, over all gateways.</summary>
    [Range(1, 1_000)]
    public int Probes { get; set; } = 3;

    /// <summary>
    /// Secret. An API key of an account of the operator's, by which what is half-open is tried first: <see cref="IOperatorProbe"/>. Empty:
    /// customers' requests alone try it.
    /// </summary>
    public string ProbeKey { get; set; } = "";

    /// <summary>How long a credential rests for a model after a 429 that names no time; limited again at once, twice as long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "00:10:00")]
    public TimeSpan CoolDown { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest rest, also where the upstream asks for a longer one. Zero: none rests.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxCoolDown { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>So many 401 in a row pause a credential even though the upstream lists its models to it.</summary>
    [Range(1, 1_000_000)]
    public int Refusals { get; set; } = 3;

    /// <summary>After how long a credential whose account is out of credit is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan OutOfCreditPause { get; set; } = TimeSpan.FromMinutes(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxBreak < Break)
            yield return new ValidationResult($"is '{MaxBreak}'. It must be at least Health:Break, {Break}.", [nameof(MaxBreak)]);
        if (ProbeKey.Length > 0 && ApiKey.Parse(ProbeKey) is null)
            yield return new ValidationResult(
                "is not an API key of this platform, or is cut. Create one for an account of your own on the Keys page.",
                [nameof(ProbeKey)]
            );
    }
}
