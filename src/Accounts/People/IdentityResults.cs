using Microsoft.AspNetCore.Identity;

namespace Platform.Accounts.People;

internal static class IdentityResults
{
    /// <summary>For an operation whose expected refusals were ruled out before.</summary>
    /// <exception cref="InvalidOperationException">Identity refused; the message has its error codes and no personal data.</exception>
    public static void ThrowIfFailed(this IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException("Identity refused: " + string.Join(", ", result.Errors.Select(error => error.Code)));
    }
}
