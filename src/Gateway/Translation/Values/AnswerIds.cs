namespace Platform.Gateway.Translation.Values;

/// <summary>Ids of an answer: the request's own, with the prefix its protocol uses.</summary>
internal static class AnswerIds
{
    public static string Message(TranslationContext context) => "msg_" + Bare(context);

    public static string ChatCompletion(TranslationContext context) => "chatcmpl-" + Bare(context);

    /// <summary>For an upstream that gives its calls no ids.</summary>
    public static string Call(TranslationContext context, int number) => $"call_{Bare(context)}_{number}";

    private static string Bare(TranslationContext context) =>
        context.RequestId.StartsWith("req_", StringComparison.Ordinal) ? context.RequestId["req_".Length..] : context.RequestId;
}
