namespace Platform.Dashboard.Connect;

/// <summary>Bounds how many pages listen, of one account and in all.</summary>
internal sealed class Listeners
{
    public const int PerAccount = 4;
    private const int InAll = 500;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, int> listening = [];
    private int all;

    /// <summary>False where there is no room; else the page listens until <see cref="Leave"/>.</summary>
    public bool TryEnter(Guid account)
    {
        lock (gate)
        {
            var own = listening.GetValueOrDefault(account);
            if (own >= PerAccount || all >= InAll)
                return false;
            (listening[account], all) = (own + 1, all + 1);
            return true;
        }
    }

    public void Leave(Guid account)
    {
        lock (gate)
        {
            all--;
            if (--listening[account] == 0)
                listening.Remove(account);
        }
    }
}
