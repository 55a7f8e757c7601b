using System.Net;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Forms;

internal static class RefusalToForm
{
    /// <summary>
    /// Puts a service's objections next to the fields they are about. <paramref name="fields"/> says which field of the form stands for
    /// a field of the request where their names differ; what belongs to no field goes to the summary.
    /// </summary>
    public static void Add(this ModelStateDictionary form, Refusal refusal, params (string Theirs, string Ours)[] fields)
    {
        foreach (var (theirs, messages) in refusal.Errors)
        {
            var ours = fields.FirstOrDefault(field => field.Theirs.Equals(theirs, StringComparison.OrdinalIgnoreCase)).Ours ?? theirs;
            foreach (var message in messages)
                form.AddModelError(ours, message);
        }

        if (refusal.Status == HttpStatusCode.TooManyRequests)
            form.AddModelError("", $"Too many attempts with a wrong password. Try again in {Wait(refusal)}.");
        else if (refusal.Errors.Count == 0)
            form.AddModelError("", refusal.Message);
    }

    private static string Wait(Refusal refusal) => refusal.RetryAfter is { } wait ? Moments.Wait(wait) : "a few minutes";
}
