using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Platform.Gateway.Settlement;

/// <summary>
/// Settlements that Redis did not take, one JSON line each, on disk as soon as Redis has refused or not answered. Each gateway writes a
/// file of its own, which it locks; at start it takes over the files of gateways that died. Order and repetition do not matter, since a
/// settlement counts once.
/// </summary>
internal sealed partial class Journal : IDisposable
{
    private const string Extension = ".journal";

    private readonly ILogger<Journal> log;

    // Guards the list and the file, and is never held across a call to Redis: a request that ends meanwhile does not wait for a replay.
    private readonly SemaphoreSlim gate = new(1);
    private readonly SemaphoreSlim replaying = new(1);
    private readonly LinkedList<PendingSettlement> pending = [];
    private readonly FileStream file;

    public Journal(IOptions<JournalOptions> options, ILogger<Journal> log)
    {
        this.log = log;
        var directory = Directory.CreateDirectory(options.Value.Directory);
        var orphans = directory.GetFiles("*" + Extension);
        file = new FileStream(
            Path.Combine(directory.FullName, Guid.CreateVersion7().ToString("N") + Extension),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            bufferSize: 0
        );
        foreach (var orphan in orphans)
            TakeOver(orphan);
    }

    public int Count => pending.Count;

    /// <summary>
    /// Returns once the settlement is on disk. One that the disk refuses is kept in memory and logged as critical.
    /// </summary>
    public async Task KeepAsync(PendingSettlement settlement)
    {
        await gate.WaitAsync();
        try
        {
            pending.AddLast(settlement);
            Write(settlement);
        }
        catch (IOException e)
        {
            LogDisk(log, settlement.RequestId, settlement.Charge, e);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// Passes the kept settlements to <paramref name="settle"/>, the newest first, until one is not taken; the next replay tries that one
    /// last. Empties the file when all were taken. A settlement stays pending, and in the file, until it is taken.
    /// </summary>
    public async Task ReplayAsync(Func<PendingSettlement, Task<bool>> settle)
    {
        await replaying.WaitAsync();
        try
        {
            var taken = true;
            while (taken && await NewestAsync() is { } settlement)
            {
                taken = await settle(settlement.Value);
                await SettledAsync(settlement, taken);
            }
        }
        finally
        {
            replaying.Release();
        }
    }

    public void Dispose()
    {
        var path = file.Name;
        file.Dispose();
        if (pending.Count == 0)
            File.Delete(path);
        gate.Dispose();
        replaying.Dispose();
    }

    private async Task<LinkedListNode<PendingSettlement>?> NewestAsync()
    {
        await gate.WaitAsync();
        try
        {
            return pending.Last;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task SettledAsync(LinkedListNode<PendingSettlement> settlement, bool taken)
    {
        await gate.WaitAsync();
        try
        {
            pending.Remove(settlement);
            if (!taken)
                pending.AddFirst(settlement);
            if (pending.Count == 0 && file.Length > 0)
                file.SetLength(0);
        }
        finally
        {
            gate.Release();
        }
    }

    private void TakeOver(FileInfo orphan)
    {
        try
        {
            using var stream = new FileStream(orphan.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
                Adopt(line, orphan.Name);
            orphan.Delete();
        }
        catch (IOException)
        {
            // Another gateway has it locked, so it runs, and replays the file itself.
        }
    }

    private void Adopt(string line, string name)
    {
        try
        {
            var settlement = JsonSerializer.Deserialize(line, JournalJson.Default.PendingSettlement)!;
            pending.AddLast(settlement);
            Write(settlement);
        }
        catch (JsonException)
        {
            // A line that was being written when the process died: KeepAsync had not returned.
            LogTorn(log, name);
        }
    }

    /// <summary>
    /// A line that the disk has no room for is removed: otherwise the next one would be appended to its half and be lost with it. The
    /// stream has no buffer, which would keep such a line and write it at the next use of the file.
    /// </summary>
    private void Write(PendingSettlement settlement)
    {
        var end = file.Seek(0, SeekOrigin.End);
        try
        {
            file.Write([.. JsonSerializer.SerializeToUtf8Bytes(settlement, JournalJson.Default.PendingSettlement), (byte)'\n']);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            file.SetLength(end);
            throw;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The settlement of {RequestId} over {Charge} is in memory only: neither Redis nor the disk took it"
    )]
    private static partial void LogDisk(ILogger log, string requestId, Contracts.Money charge, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal {Name} ends in a torn line, which was skipped")]
    private static partial void LogTorn(ILogger log, string name);
}
