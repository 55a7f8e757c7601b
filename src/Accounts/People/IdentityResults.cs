using Microsoft.AspNetCore.Identity;

namespace Platform.Accounts.People;

internal static class IdentityResults
{
    /// <summary>For a step whose every foreseeable refusal was ruled out before.</summary>
    /// <exception cref="InvalidOperationException">It was refused nevertheless; the codes say why, and hold nothing of the
    /// person's.</exception>
    public static void Expect(this IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException("Identity refused: " + string.Join(", ", result.Errors.Select(error => error.Code)));
    }
}
