using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Platform.Dashboard.Forms;

/// <summary>Marks for assistive technology which hint and error belong to a field, and that it is invalid.</summary>
[HtmlTargetElement("input", Attributes = Attribute)]
[HtmlTargetElement("select", Attributes = Attribute)]
[HtmlTargetElement("fieldset", Attributes = Attribute)]
public sealed class DescribedFieldTagHelper : TagHelper
{
    private const string Attribute = "asp-for";

    [HtmlAttributeName(Attribute)]
    public required ModelExpression For { get; set; }

    /// <summary>The id of the hint, if there is one.</summary>
    [HtmlAttributeName("hint")]
    public string? Hint { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var invalid = ViewContext.ViewData.ModelState.GetFieldValidationState(For.Name) == ModelValidationState.Invalid;
        var ids = string.Join(' ', new[] { Hint, invalid ? FieldErrorTagHelper.IdOf(For.Name) : null }.OfType<string>());
        if (ids.Length > 0)
            output.Attributes.SetAttribute("aria-describedby", ids);
        if (invalid && output.TagName != "fieldset")
            output.Attributes.SetAttribute("aria-invalid", "true");
    }
}
