using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Accounts.People;

/// <summary>The work that passwords may make. A hash is slow on purpose, so unlimited hashing would stop everything beside it.</summary>
[Section("Passwords")]
internal sealed class HashingOptions
{
    /// <summary>How many are hashed at once; each takes a core.</summary>
    [Range(1, 1_000)]
    public int Hashers { get; set; } = 1;

    /// <summary>How many wait for it; more are refused.</summary>
    [Range(0, 10_000)]
    public int Queue { get; set; } = 32;

    /// <summary>How many of one network are hashed or wait.</summary>
    [Range(1, 10_000)]
    public int PerNetwork { get; set; } = 4;
}
