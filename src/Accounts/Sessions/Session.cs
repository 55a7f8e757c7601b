using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Accounts.People;

namespace Platform.Accounts.Sessions;

/// <summary>A person signed in somewhere. It ends thirty days after it was last used, or when somebody ends it.</summary>
internal sealed class Session
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>How exactly the last use is known, so that reading pages does not write at every click.</summary>
    public static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(1);

    public required byte[] TokenHash { get; init; }

    public required Guid AccountId { get; init; }

    public required string? Client { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset TouchedAt { get; init; }
}

internal sealed class SessionTable : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("sessions").HasKey(session => session.TokenHash);
        builder.HasOne<Person>().WithMany().HasForeignKey(session => session.AccountId);
    }
}
