namespace Platform.Tests.Clients;

/// <summary>What is tried with each client: the columns of the table, in their order.</summary>
public enum Case
{
    Answer,
    Tool,
    TryAgain,
    Cut,
    WrongKey,
    WrongBaseUrl,
    UnknownModel,
    OutOfCredit,
    KeyDisabled,
}
