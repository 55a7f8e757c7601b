using System.Net;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;

namespace Platform.Dashboard.Forms;

internal static class RefusalToForm
{
    /// <summary>
    /// Adds the messages of a refusal to the fields of the form. <paramref name="fields"/> maps fields of the request to fields of the form
    /// where their names differ; a message without a field is added to the summary.
    /// </summary>
    public static void Add(this ModelStateDictionary form, Refusal refusal, params (string RequestField, string FormField)[] fields)
    {
        foreach (var (requestField, messages) in refusal.Errors)
        {
            var formField =
                fields.FirstOrDefault(field => field.RequestField.Equals(requestField, StringComparison.OrdinalIgnoreCase)).FormField
                ?? requestField;
            foreach (var message in messages)
                form.AddModelError(formField, message);
        }

        if (refusal.Status == HttpStatusCode.TooManyRequests)
            form.AddModelError("", $"{refusal.Message} Try again in {Wait(refusal)}.");
        else if (refusal.Errors.Count == 0)
            form.AddModelError("", refusal.Message);
    }

    private static string Wait(Refusal refusal) => refusal.RetryAfter is { } wait ? Timestamps.Wait(wait) : "a few minutes";
}
