namespace Platform.Gateway.Telemetry.Messages;

internal static class Media
{
    /// <param name="address">Where it is, or the thing itself as a <c>data:</c> address.</param>
    public static MediaPart From(string modality, string? address) =>
        new(modality, address is null || address.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? null : address);
}
