using System.Globalization;
using Platform.Contracts;

namespace Platform.AppHost.Upstreams;

/// <summary>The state of upstreams, for people.</summary>
internal static class UpstreamWords
{
    private const string Up = "up";

    /// <summary>What is not up, a line each.</summary>
    public static IEnumerable<string> Down(UpstreamState upstream)
    {
        if (upstream.State != Up)
            yield return $"{upstream.Name} is {State(upstream.State, upstream.Since, upstream.Until, upstream.StatusCode)}";
        foreach (var credential in upstream.Credentials.Where(credential => credential.State != Up))
        {
            var name = $"credential {credential.Name} of {upstream.Name}";
            if (credential.Rests is null)
                yield return $"{name} is {State(credential.State, credential.Since, credential.Until, credential.StatusCode)}";
            foreach (var rest in credential.Rests ?? [])
                yield return $"{name} is {State($"{credential.State} for {rest.Model}", rest.Since, rest.Until, credential.StatusCode)}";
        }
    }

    public static string Tested(UpstreamTest test) =>
        $"{test.Upstream} with {test.Credential}: {Meaning(test.Result)}"
        + (test.StatusCode is { } status ? $" ({status})" : "")
        + $" after {test.Milliseconds.ToString(CultureInfo.InvariantCulture)} ms"
        + (test.Balance is { } balance ? $"; balance {balance}" : "");

    private static string State(string state, DateTimeOffset? since, DateTimeOffset? until, int? status) =>
        state.Replace('_', ' ')
        + (status is { } code ? $" ({code})" : "")
        + string.Create(CultureInfo.InvariantCulture, $" since {since:HH:mm:ss} UTC")
        + (until is { } time ? string.Create(CultureInfo.InvariantCulture, $", tried again at {time:HH:mm:ss}") : "");

    private static string Meaning(string result) =>
        result switch
        {
            "answered" => "answers, and takes the credential",
            "reachable" => "can be reached; it does not say whether it takes the credential",
            "refused" => "refuses the credential",
            _ => "does not answer",
        };
}
