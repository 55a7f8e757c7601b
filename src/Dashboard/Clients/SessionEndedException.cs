namespace Platform.Dashboard.Clients;

/// <summary>The session ended between the start of the request and a call to a service.</summary>
public sealed class SessionEndedException() : Exception("The session has ended.");
