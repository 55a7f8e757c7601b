namespace Platform.Usage.Payments.Providers;

/// <param name="retryable">Whether the same call may succeed later; when not, the provider's answer is final.</param>
internal sealed class ProviderException(string message, bool retryable, Exception? cause = null) : Exception(message, cause)
{
    public bool Retryable => retryable;
}
