using Platform.Contracts;

namespace Platform.Dashboard.Pages.Usage;

/// <summary>A refused request, in the place of a receipt.</summary>
public sealed record RefusedView(RefusedRequest Request, string KeyName);
