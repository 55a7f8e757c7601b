using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Accounts.People;

namespace Platform.Accounts.Sessions;

/// <summary>A sign-in of a person. It ends thirty days after its last use, or by a sign-out.</summary>
internal sealed class Session
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>The precision of the last use, so that not every request writes.</summary>
    public static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(1);

    public required byte[] TokenHash { get; init; }

    /// <summary>Names the session to its owner; it opens nothing.</summary>
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string? Client { get; init; }

    /// <summary>The prefix of the network of its last use; null when no browser used it.</summary>
    public required string? Network { get; init; }

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
