using System.Threading.Channels;
using Npgsql;
using Platform.ServiceDefaults;

namespace Platform.Accounts.Audit;

/// <summary>
/// Events on their way into the table. They are written after the answer, so that the time an answer takes does not depend on whether there
/// is an account to write them for. What finds no place under a flood is in the audit log all the same.
/// </summary>
internal sealed class SecurityEventQueue
{
    private const int Capacity = 2_000;

    private readonly Channel<SecurityEvent> events = Channel.CreateBounded<SecurityEvent>(
        new BoundedChannelOptions(Capacity) { SingleReader = true }
    );

    public ChannelReader<SecurityEvent> Reader => events.Reader;

    public void Add(SecurityEvent added) => events.Writer.TryWrite(added);
}

/// <summary>Writes the events of the queue, one after the other.</summary>
internal sealed class SecurityEventWriter(
    SecurityEventQueue queue,
    SecurityEvents events,
    SqlMigrations migrations,
    TimeProvider time,
    ILogger<SecurityEventWriter> log
) : RepeatingService(migrations, time, log)
{
    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        await queue.Reader.WaitToReadAsync(cancellationToken);
        while (queue.Reader.TryPeek(out var next))
        {
            try
            {
                await events.AddAsync(next, cancellationToken);
            }
            // The account is gone, or a text cannot be stored: this event never can be.
            catch (PostgresException e) when (e.SqlState[..2] is "22" or "23") { }

            queue.Reader.TryRead(out _);
        }

        return TimeSpan.Zero;
    }

    protected override bool IsTransient(Exception exception) => exception is NpgsqlException;
}
