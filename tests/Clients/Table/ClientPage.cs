using System.Text;

namespace Platform.Tests.Clients;

/// <summary>docs/clients.md as text: how each client is set up, and what works.</summary>
internal static class ClientPage
{
    private const string Introduction = """
        # Clients

        Written by `dotnet test tests/Clients -p:AllClients=true`, which drives each of these against the running platform: with its own protocol,
        with an upstream of the same protocol and of each other one. After each case the receipts are what the upstream served, and the ledger
        agrees.

        ## Settings

        KEY comes from the Keys page, MODEL from `GET /v1/models`. BASE_URL is the platform's address with `/v1` at its end; Anthropic's own clients
        take it without.


        """;

    private const string Legend = """

        ## Results

        *answer*: a question is answered. *tool*: a tool call writes a file and its result is answered. *429*: the upstream is busy once, the client asks again,
        one answer is charged. *cut*: the upstream breaks off; the client reports an error and does not loop, and what was delivered is charged.
        *key*, *URL*, *model*, *credit*, *disabled*: a wrong key, a wrong Base URL, an unknown model, no credit, a key disabled in the middle of a session; the
        client shows what is wrong and asks at most a few times. These are refused before an upstream is chosen, so they stand in one line of each client.
        ✓ works, ✗ does not, · not tried.


        """;

    private static readonly (Case Case, string Name)[] Columns =
    [
        (Case.Answer, "answer"),
        (Case.Tool, "tool"),
        (Case.TryAgain, "429"),
        (Case.Cut, "cut"),
        (Case.WrongKey, "key"),
        (Case.WrongBaseUrl, "URL"),
        (Case.UnknownModel, "model"),
        (Case.OutOfCredit, "credit"),
        (Case.KeyDisabled, "disabled"),
    ];

    public static string Of(IEnumerable<Client> clients, Func<Client, Protocol, Case, bool?> result)
    {
        var sorted = clients.OrderBy(client => client.Name, StringComparer.OrdinalIgnoreCase).ToArray();
        var page = new StringBuilder(Introduction);
        foreach (var client in sorted)
            page.Append($"- **{client.Name}**: {client.Guide}\n");
        page.Append(Legend);
        Row(page, ["client", "version", "speaks", "upstream speaks", .. Columns.Select(column => column.Name)]);
        Row(page, Enumerable.Repeat("---", 4 + Columns.Length));
        foreach (var client in sorted)
        {
            foreach (var upstream in Enum.GetValues<Protocol>())
                Row(
                    page,
                    [
                        client.Name,
                        client.Version,
                        Models.Word(client.Speaks),
                        Models.Word(upstream),
                        .. Columns.Select(column => Mark(result(client, upstream, column.Case))),
                    ]
                );
        }

        return page.ToString();
    }

    private static void Row(StringBuilder page, IEnumerable<string> cells) => page.Append($"| {string.Join(" | ", cells)} |\n");

    private static string Mark(bool? passed) =>
        passed switch
        {
            true => "✓",
            false => "✗",
            null => "·",
        };
}
