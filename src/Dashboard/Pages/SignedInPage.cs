using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Platform.Dashboard.Sessions;

namespace Platform.Dashboard.Pages;

/// <summary>A page for signed-in people.</summary>
public abstract class SignedInPage : PageModel
{
    /// <summary>A sentence about the action just done, shown once on the next page.</summary>
    [TempData]
    public string? Notice { get; set; }

    protected Person Person => Person.From(User);

    /// <summary>Cancelled when the browser disconnects.</summary>
    protected CancellationToken RequestAborted => HttpContext.RequestAborted;

    /// <summary>Fills the form again that was sent when the session had ended.</summary>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (
            executed is { Exception: null, Result: null or PageResult }
            && HttpMethods.IsGet(Request.Method)
            && await HttpContext.RequestServices.GetRequiredService<KeptForm>().TakeAsync(HttpContext) is { } fields
        )
            ShowAgain(fields);
    }

    protected IActionResult Done(string notice, string address)
    {
        Notice = notice;
        return LocalRedirect(address);
    }

    /// <summary>Fills what the form does not read from the model state.</summary>
    protected virtual void Refill(IReadOnlyDictionary<string, string?[]> fields) { }

    private void ShowAgain(IReadOnlyDictionary<string, string?[]> fields)
    {
        foreach (var (name, values) in fields)
        {
            ModelState.SetModelValue(name, values, string.Join(',', values));
            ModelState.MarkFieldSkipped(name);
        }

        Refill(fields);
        TempData[nameof(Notice)] =
            "Your session had ended, so nothing was sent. This is the form as you filled it in: check it, and send it again.";
    }
}
