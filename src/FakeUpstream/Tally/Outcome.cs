using System.Text.Json.Serialization;

namespace Platform.FakeUpstream.Tally;

/// <summary>How a request ended, seen from this side of the wire.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
internal enum Outcome
{
    /// <summary>The whole answer was sent.</summary>
    Completed,

    /// <summary>An error was sent, or nothing of an answer: not one token.</summary>
    Failed,

    /// <summary>The client went away before the end.</summary>
    Disconnected,

    /// <summary>The script ended a stream before its end, after tokens had been sent.</summary>
    Cut,
}
