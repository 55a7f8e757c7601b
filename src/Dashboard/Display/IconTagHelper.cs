using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Platform.Dashboard.Display;

/// <summary><c>&lt;icon name="check" /&gt;</c>: a drawing that says nothing to assistive technology; a word stands beside it.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    public required string Name { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "icon");
        output.Attributes.SetAttribute("viewBox", "0 0 16 16");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent($"""<path d="{Icon.Path(Name)}"/>""");
    }
}
