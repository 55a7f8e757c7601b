namespace Platform.Gateway.Translation.Values;

/// <summary>
/// Ids of an answer, made of the id of its request with the prefix that the caller's protocol uses: one request has one set of ids.
/// </summary>
internal sealed class AnswerIds(TranslationContext context)
{
    private readonly string unique = context.RequestId.StartsWith("req_", StringComparison.Ordinal)
        ? context.RequestId["req_".Length..]
        : context.RequestId;

    public string Message => "msg_" + unique;

    public string Completion => "chatcmpl-" + unique;

    public string Response => "resp_" + unique;

    /// <summary>An item of a response.</summary>
    /// <param name="kind"><c>msg</c>, <c>rs</c>, <c>fc</c>, <c>ctc</c> or <c>tsc</c>.</param>
    public string Item(string kind, int index) => $"{kind}_{unique}_{index}";

    /// <summary>For an upstream that gives its calls no ids.</summary>
    public string Call(int index) => $"call_{unique}_{index}";
}
