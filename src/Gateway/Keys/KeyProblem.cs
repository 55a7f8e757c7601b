namespace Platform.Gateway.Keys;

/// <summary>Why a key does not work.</summary>
/// <param name="What">What is wrong, a sentence. At most the last four characters of a key are in it.</param>
/// <param name="Fix">What to do about it, a sentence or two.</param>
/// <param name="RetryAfter">Where nothing was looked up, because too many wrong keys came before: when to try again.</param>
internal sealed record KeyProblem(string What, string Fix, TimeSpan? RetryAfter = null)
{
    public const string CreateKey = "Create a key on the Keys page and paste it into your tool's API key field.";

    public string Message => $"{What} {Fix}";
}
