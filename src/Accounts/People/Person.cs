using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Accounts.Data;
using Platform.Contracts;

namespace Platform.Accounts.People;

/// <summary>A registered person. A person is an account: the id is the account id everywhere else.</summary>
internal sealed class Person : IdentityUser<Guid>
{
    public required DateTimeOffset CreatedAt { get; init; }

    public static Person New(string email, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            Email = email,
            CreatedAt = now.AsStored(),
        };

    public AccountView ToView() => new(Id, Email!, CreatedAt);
}

/// <summary>The used part of Identity's user; phone, second factor, user name and the like have no column.</summary>
internal sealed class PersonTable : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people");
        builder.Property(person => person.ConcurrencyStamp).IsConcurrencyToken();
        builder.Ignore(person => person.UserName);
        builder.Ignore(person => person.NormalizedUserName);
        builder.Ignore(person => person.EmailConfirmed);
        builder.Ignore(person => person.PhoneNumber);
        builder.Ignore(person => person.PhoneNumberConfirmed);
        builder.Ignore(person => person.TwoFactorEnabled);
        builder.Ignore(person => person.LockoutEnabled);
        builder.Ignore(person => person.LockoutEnd);
        builder.Ignore(person => person.AccessFailedCount);
    }
}
