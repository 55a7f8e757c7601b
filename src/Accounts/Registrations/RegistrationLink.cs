using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Accounts.Registrations;

/// <summary>A link to finish a registration. It works once, for a short time, and proves that its holder reads the mails of the address.</summary>
internal sealed class RegistrationLink
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public required byte[] TokenHash { get; init; }

    public required string Email { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class RegistrationLinkTable : IEntityTypeConfiguration<RegistrationLink>
{
    public void Configure(EntityTypeBuilder<RegistrationLink> builder) =>
        builder.ToTable("registration_links").HasKey(link => link.TokenHash);
}
