using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Errors;

[Section("Errors")]
internal sealed class ErrorOptions
{
    /// <summary>The status of a request that the account's credit does not cover. Some agents explain 402 better; others retry it.</summary>
    [AllowedValues(403, 402)]
    public int OutOfCreditStatus { get; set; } = StatusCodes.Status403Forbidden;
}
