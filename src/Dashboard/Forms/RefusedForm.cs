using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Dashboard.Clients;

namespace Platform.Dashboard.Forms;

internal static class RefusedForm
{
    /// <summary>
    /// Shows the form again with the reasons of the refusal. A refusal for its rate keeps its status and its wait, which programs read.
    /// </summary>
    public static PageResult ShowAgain(this PageModel page, Refusal refusal, params (string RequestField, string FormField)[] fields)
    {
        page.ModelState.Add(refusal, fields);
        if (refusal.Status == HttpStatusCode.TooManyRequests)
        {
            page.Response.StatusCode = (int)refusal.Status;
            if (refusal.RetryAfter is { } wait)
                page.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return page.Page();
    }
}
