using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Accounts.People;

namespace Platform.Accounts.Recovery;

/// <summary>A link to choose a new password. It works once, for a short time, and only for the password of which it was made.</summary>
internal sealed class PasswordReset
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    public required byte[] TokenHash { get; init; }

    public required Guid AccountId { get; init; }

    public required string SecurityStamp { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class PasswordResetTable : IEntityTypeConfiguration<PasswordReset>
{
    public void Configure(EntityTypeBuilder<PasswordReset> builder)
    {
        builder.ToTable("password_resets").HasKey(reset => reset.TokenHash);
        builder.HasOne<Person>().WithMany().HasForeignKey(reset => reset.AccountId);
    }
}
