namespace Platform.Dashboard.Clients;

/// <summary>A service did not answer, or answered that it cannot: nothing a person can mend but by trying again.</summary>
public sealed class ServiceAwayException(string service, string reason, Exception? cause = null)
    : Exception($"The service '{service}' is away: {reason}", cause);
