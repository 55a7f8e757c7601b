using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Platform.Gateway.Settlement;

/// <summary>
/// Settlements that Redis did not take, one JSON line each, on disk as soon as it has refused or said nothing. Each gateway writes a file of its own,
/// which it locks; at start it takes over the files of gateways that died. Order and repetition do not matter, since a settlement
/// counts once.
/// </summary>
internal sealed partial class Journal : IDisposable
{
    private const string Extension = ".journal";

    private readonly ILogger<Journal> log;
    private readonly SemaphoreSlim gate = new(1);
    private readonly List<PendingSettlement> pending = [];
    private readonly FileStream file;

    public Journal(IOptions<JournalOptions> options, ILogger<Journal> log)
    {
        this.log = log;
        var directory = Directory.CreateDirectory(options.Value.Directory);
        var orphans = directory.GetFiles("*" + Extension);
        file = new FileStream(Path.Combine(directory.FullName, Guid.CreateVersion7().ToString("N") + Extension), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        foreach (var orphan in orphans)
            TakeOver(orphan);
    }

    public int Count => pending.Count;

    /// <summary>Returns once the settlement is on disk. Should the disk refuse it, it is kept in memory and said so loudly.</summary>
    public async Task KeepAsync(PendingSettlement settlement)
    {
        await gate.WaitAsync();
        try
        {
            pending.Add(settlement);
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
    /// Hands the kept settlements to <paramref name="settle"/> until one is not taken, with which the next replay ends instead of beginning;
    /// empties the file when all were.
    /// </summary>
    public async Task ReplayAsync(Func<PendingSettlement, Task<bool>> settle)
    {
        await gate.WaitAsync();
        try
        {
            var taken = true;
            while (pending.Count > 0 && taken)
            {
                var settlement = pending[^1];
                taken = await settle(settlement);
                pending.RemoveAt(pending.Count - 1);
                if (!taken)
                    pending.Insert(0, settlement);
            }

            if (pending.Count == 0 && file.Length > 0)
                file.SetLength(0);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        var path = file.Name;
        file.Dispose();
        if (pending.Count == 0)
            File.Delete(path);
        gate.Dispose();
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
            // Another gateway holds it: it is alive, and so is what it owes.
        }
    }

    private void Adopt(string line, string name)
    {
        try
        {
            var settlement = JsonSerializer.Deserialize(line, JournalJson.Default.PendingSettlement)!;
            pending.Add(settlement);
            Write(settlement);
        }
        catch (JsonException)
        {
            // Only a line that was being written when the process died: nobody was told that it was kept.
            LogTorn(log, name);
        }
    }

    /// <summary>
    /// A line the disk has no room for is taken back, or the next one would be appended to its half and be lost with it. There is no
    /// buffer, which would keep such a line and try it again at the next touch of the file.
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

    [LoggerMessage(Level = LogLevel.Critical, Message = "The settlement of {RequestId} over {Charge} is in memory only: neither Redis nor the disk took it")]
    private static partial void LogDisk(ILogger log, string requestId, Contracts.Money charge, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal {Name} ends in a torn line, which was skipped")]
    private static partial void LogTorn(ILogger log, string name);
}
