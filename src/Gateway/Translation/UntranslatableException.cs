using Platform.Gateway.Errors;

namespace Platform.Gateway.Translation;

/// <summary>
/// The request cannot be expressed in the upstream's protocol. It is refused with the field's name, never changed silently.
/// </summary>
/// <param name="param">The field at fault, for example <c>tools[2].type</c>; empty where it is the body as a whole.</param>
/// <param name="message">What is wrong and what to do instead, in one or two sentences for the person whose tool sent it.</param>
internal sealed class UntranslatableException(string param, string message) : Exception(message)
{
    public string Param => param;

    /// <summary>
    /// What the caller gets: <c>param</c> is null where the body as a whole is at fault, as for every body that is no JSON.
    /// </summary>
    internal ApiError ToApiError() => ApiErrors.InvalidRequest(Message, param.Length == 0 ? null : param);

    /// <summary>The same refusal, for the field of the caller's body that the field at fault was made of.</summary>
    internal UntranslatableException At(string origin) =>
        new(origin, Message.StartsWith(param, StringComparison.Ordinal) ? origin + Message[param.Length..] : Message);
}
