using System.Collections.Concurrent;

namespace Platform.Tests.Clients;

/// <summary>What came of each case, and docs/clients.md, which is written when every cell is known.</summary>
internal static class ClientTable
{
    private static readonly ConcurrentDictionary<(Type Client, Protocol Upstream, Case Case), bool> Cells = [];
    private static readonly ConcurrentDictionary<Type, Client> Clients = [];

    public static void Enter(Client client, Protocol upstream, Case column, bool passed)
    {
        Clients[client.GetType()] = client;
        Cells[(client.GetType(), upstream, column)] = passed;
    }

    /// <summary>Does nothing after a run of only some clients or cases, and nothing when nothing has changed.</summary>
    public static void Write()
    {
        var all = AllClients();
        if (!all.All(Complete))
            return;
        var file = Path.Combine(Root(), "docs", "clients.md");
        var text = ClientPage.Of([.. all.Select(type => Clients[type])], Result);
        if (!File.Exists(file) || File.ReadAllText(file) != text)
            File.WriteAllText(file, text);
    }

    /// <summary>Null where a case is not tried: a refusal comes before an upstream is chosen.</summary>
    private static bool? Result(Client client, Protocol upstream, Case column) =>
        Cells.TryGetValue((client.GetType(), upstream, column), out var passed) ? passed : null;

    private static bool Complete(Type client) =>
        Clients.TryGetValue(client, out var known) && Enum.GetValues<Case>().All(column => Result(known, known.Speaks, column) is not null);

    private static Type[] AllClients() =>
        [.. typeof(Client).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Client)) && !type.IsAbstract)];

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The solution is not above the tests.");
        return folder.FullName;
    }
}
