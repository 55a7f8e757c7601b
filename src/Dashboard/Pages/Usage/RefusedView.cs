using Platform.Contracts;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>A refused request, in the place of a receipt.</summary>
/// <param name="Support">What support asks for.</param>
public sealed record RefusedView(RefusedRequest Request, string KeyName, string Support);
