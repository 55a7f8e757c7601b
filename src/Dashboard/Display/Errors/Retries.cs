namespace Platform.Dashboard.Display.Errors;

/// <summary>Whether sending a refused request again can help.</summary>
internal static class Retries
{
    public const string No = "No: it would be refused again.",
        Later = "Yes, after the time in the Retry-After header.";
}
