using System.Data;
using Dapper;
using Npgsql;
using Platform.Contracts;

namespace Platform.Usage.Reports;

/// <summary>
/// What moved the credit of an account, newest first, each line with the balance after it. Charges are one line a day, from the sums that
/// are written with the records. Lines and balance are read at one moment, so that they sum exactly.
/// </summary>
internal sealed class Transactions(NpgsqlDataSource database)
{
    /// <summary>
    /// A day's charges stand at its end: then the credit that was bought that day is there before it is spent. The amount of money is the
    /// opposite of what the ledger has on the accounts that money comes from.
    /// </summary>
    private const string Lines = """
        WITH lines AS (
          SELECT t.created_at AS at, t.id::text AS id, t.kind, t.description, t.reference,
            coalesce(sum(e.amount_nano) FILTER (WHERE e.ledger_account = 'customer'), 0)::bigint AS amount_nano,
            (-coalesce(sum(e.amount_nano) FILTER (WHERE e.ledger_account IN ('sandbox_cash', 'stripe_cash', 'disputes')), 0))::bigint AS paid_nano,
            0::bigint AS requests
          FROM ledger_transactions AS t LEFT JOIN ledger_entries AS e ON e.transaction_id = t.id
          WHERE t.account_id = @account AND t.kind <> 'usage'
          GROUP BY t.id
          UNION ALL
          SELECT (day + 1)::timestamp AT TIME ZONE 'UTC' - interval '1 microsecond', to_char(day, 'YYYY-MM-DD'),
            'usage', '', to_char(day, 'YYYY-MM-DD'), (-sum(charge_nano))::bigint, 0, sum(requests)::bigint
          FROM usage_daily WHERE account_id = @account
          GROUP BY day HAVING sum(charge_nano) <> 0
        ), added AS (
          SELECT *, (sum(amount_nano) OVER (ORDER BY at, id COLLATE "C"))::bigint AS balance_nano FROM lines
        )
        SELECT at, id, kind, description, reference, amount_nano, paid_nano, requests, balance_nano FROM added
        WHERE @cursorAt::timestamptz IS NULL OR (at, id COLLATE "C") < (@cursorAt, @cursorId)
        ORDER BY at DESC, id COLLATE "C" DESC LIMIT @rowLimit
        """;

    public async Task<TransactionPage> PageAsync(Guid account, TransactionQuery query, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var balance = await connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(
                "SELECT balance_nano FROM balances WHERE ledger_account = 'customer' AND account_id = @account",
                new { account },
                snapshot,
                cancellationToken: cancellationToken
            )
        );
        // The query reads one more row than the limit, to find out whether there is a next page.
        var rows = (
            await connection.QueryAsync<Row>(
                new CommandDefinition(
                    Lines,
                    new
                    {
                        account,
                        cursorAt = query.Cursor?.At,
                        cursorId = query.Cursor?.Id,
                        rowLimit = query.Limit + 1,
                    },
                    snapshot,
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        return new TransactionPage(
            [.. rows.Take(query.Limit).Select(row => row.View)],
            new Money(balance ?? 0),
            rows.Count > query.Limit ? rows[query.Limit - 1].Cursor.ToString() : null
        );
    }

    private sealed record Row(
        DateTime At,
        string Id,
        string Kind,
        string Description,
        string Reference,
        long AmountNano,
        long PaidNano,
        long Requests,
        long BalanceNano
    )
    {
        public TransactionCursor Cursor => new(At, Id);

        public AccountTransaction View =>
            new(
                At,
                Enum.Parse<TransactionKind>(Kind.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
                Description,
                Reference,
                new Money(AmountNano),
                new Money(PaidNano),
                Requests,
                new Money(BalanceNano)
            );
    }
}
