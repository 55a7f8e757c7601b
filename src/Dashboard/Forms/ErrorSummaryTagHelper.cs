using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Platform.Dashboard.Forms;

/// <summary><c>&lt;error-summary /&gt;</c>: all errors of a form, each a link to its field.</summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (ViewContext.ViewData.ModelState.IsValid)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "error-summary");
        output.Attributes.SetAttribute("id", "error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Content.AppendHtml("<h2>Please check this</h2>").AppendHtml(Lines());
    }

    private TagBuilder Lines()
    {
        var list = new TagBuilder("ul");
        foreach (var (field, entry) in ViewContext.ViewData.ModelState)
        foreach (var error in entry.Errors)
        {
            var line = new TagBuilder("li");
            line.InnerHtml.AppendHtml(Line(field, error.ErrorMessage));
            list.InnerHtml.AppendHtml(line);
        }

        return list;
    }

    private static TagBuilder Line(string field, string message)
    {
        var line = new TagBuilder(field.Length == 0 ? "span" : "a");
        if (field.Length > 0)
            line.Attributes["href"] = "#" + field;
        line.InnerHtml.Append(message);
        return line;
    }
}
