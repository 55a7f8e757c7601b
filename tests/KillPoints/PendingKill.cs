using System.Diagnostics;

namespace Platform.Tests.KillPoints;

/// <summary>What the request wishes that everything done for it happens under. It flows with the request, not with the thread.</summary>
internal sealed class PendingKill(string point)
{
    private static readonly AsyncLocal<PendingKill?> Flowing = new();

    private int calls;

    /// <summary>That of the request this runs for, or null.</summary>
    public static PendingKill? Current
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    /// <summary>SIGKILL, if this is where: nothing is flushed and no connection is closed in order.</summary>
    public void Reach(string reached)
    {
        if (reached != point)
            return;
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Environment.FailFast("SIGKILL did not end this process.");
    }

    /// <summary>A request's first call goes to Accounts, for its key; its second to the upstream, and a third to a fallback's.</summary>
    public void CallBegins()
    {
        var call = Interlocked.Increment(ref calls);
        if (call == 2)
            Reach(KillPoint.Held);
        else if (call == 3)
            Reach(KillPoint.Moved);
    }

    public void CallEnds()
    {
        var call = Volatile.Read(ref calls);
        if (call == 1)
            Reach(KillPoint.Known);
        else if (call == 2)
            Reach(KillPoint.Refused);
    }
}
