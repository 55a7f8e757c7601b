namespace Platform.Usage.Demo.History;

/// <summary>Chance from a seed, the same on every machine: SplitMix64.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>From <paramref name="min"/> up to and with <paramref name="max"/>.</summary>
    public int Between(int min, int max) => min + (int)(Next() % (ulong)(max - min + 1));

    public bool Percent(int chance) => Between(1, 100) <= chance;

    /// <summary>Mostly small, seldom large: the square of chance.</summary>
    public int Skewed(int min, int max)
    {
        var chance = Between(0, 1_000) / 1_000d;
        return min + (int)((max - min) * chance * chance);
    }

    public T Pick<T>(params ReadOnlySpan<T> of) => of[Between(0, of.Length - 1)];

    public ulong Next()
    {
        var mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
