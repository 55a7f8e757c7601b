using Platform.Dashboard.Connect;

namespace Platform.Dashboard.Pages.Connect;

/// <summary>What the script fills with each call that it hears of.</summary>
public static class SightingTemplate
{
    public static readonly Sighting Empty = new("", Sighting.Bad, "", "", "", null, null, "/usage");
}
