namespace Platform.Tests.Clients;

/// <summary>Models of the Development catalogue whose one upstream speaks one protocol only, some with a fault.</summary>
internal static class Models
{
    public const string Unknown = "fake-nobody-has-it";

    public static string Of(Protocol upstream) => $"fake-{Word(upstream)}";

    /// <summary>Refused with 429 the first time, and answered the next.</summary>
    public static string BusyOnce(Protocol upstream) => $"fake-{Word(upstream)}-429-once";

    /// <summary>The connection breaks after a few pieces of each answer.</summary>
    public static string Cut(Protocol upstream) => $"fake-{Word(upstream)}-cut";

    public static string Word(Protocol protocol) =>
        protocol switch
        {
            Protocol.Chat => "chat",
            Protocol.Responses => "responses",
            _ => "messages",
        };
}
