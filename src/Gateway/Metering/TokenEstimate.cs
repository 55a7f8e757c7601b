namespace Platform.Gateway.Metering;

/// <summary>
/// The estimator for upstreams that report no usage: one token for every four bytes of UTF-8, rounded up. Common tokenizers give that ratio
/// for English prose; it needs no vocabulary, and anyone can check it by hand.
/// </summary>
internal static class TokenEstimate
{
    private const int BytesPerToken = 4;

    public static long ForText(long utf8Bytes) => (utf8Bytes + BytesPerToken - 1) / BytesPerToken;

    /// <summary>The most bytes of text that a number of tokens has.</summary>
    public static long BytesOf(long tokens) => tokens * BytesPerToken;
}
