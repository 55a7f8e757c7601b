namespace Platform.Gateway.Translation.Values;

/// <summary>ResponseIds of an answer, all made of the id of its request: the same request told twice has the same ids.</summary>
internal sealed class ResponseIds(string requestId)
{
    private readonly string unique = requestId.StartsWith("req_", StringComparison.Ordinal) ? requestId["req_".Length..] : requestId;

    public string Response => "resp_" + unique;

    public string Completion => "chatcmpl-" + unique;

    /// <param name="kind"><c>msg</c>, <c>rs</c>, <c>fc</c>, <c>ctc</c> or <c>tsc</c>.</param>
    public string Item(string kind, int index) => $"{kind}_{unique}_{index}";

    /// <summary>For an upstream that gives a call none.</summary>
    public string Call(int index) => $"call_{unique}_{index}";
}
