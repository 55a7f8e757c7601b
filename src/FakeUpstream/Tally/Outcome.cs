using System.Text.Json.Serialization;

namespace Platform.FakeUpstream.Tally;

/// <summary>How a request ended, as seen by this server.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
internal enum Outcome
{
    /// <summary>The whole answer was sent.</summary>
    Completed,

    /// <summary>An error was sent, or no token of an answer.</summary>
    Failed,

    /// <summary>The client disconnected before the end.</summary>
    Disconnected,

    /// <summary>The script ended a stream before its end, after tokens had been sent.</summary>
    Cut,
}
