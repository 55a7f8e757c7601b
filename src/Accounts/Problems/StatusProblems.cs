using Microsoft.AspNetCore.Mvc;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Platform.Accounts.Problems;

/// <summary>Adds a code and a detail to the refusals that the framework creates, as ours have them.</summary>
internal static class StatusProblems
{
    private static readonly Dictionary<int, (string Code, string Detail)> Known = new()
    {
        [Status404NotFound] = ("unknown_path", "There is no such endpoint. Check the path."),
        [Status405MethodNotAllowed] = ("method_not_allowed", "This path has other methods. The header Allow names them."),
        [Status413PayloadTooLarge] = ("request_too_large", $"Send at most {ProblemsSetup.MaximumBodyBytes} bytes."),
        [Status415UnsupportedMediaType] = ("unsupported_media_type", "Send JSON with the header Content-Type: application/json."),
        [Status500InternalServerError] = ("internal_error", "The service failed. Its log tells why."),
    };

    public static void Complete(ProblemDetails problem)
    {
        if (problem.Extensions.ContainsKey("code") || !Known.TryGetValue(problem.Status ?? 0, out var known))
            return;
        problem.Extensions["code"] = known.Code;
        problem.Detail ??= known.Detail;
    }
}
