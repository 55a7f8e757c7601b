using Npgsql;
using Platform.Usage.Database;
using Xunit;

namespace Platform.Tests.Unit.Usage.Database;

public sealed class AppRoleTests
{
    private const string Owner = "Host=db;Username=owner;Password=secret;Database=usage";

    [Fact]
    public void The_role_is_named_after_the_database_and_has_a_password_of_its_own()
    {
        var application = Application(Owner);

        Assert.Equal(("db", "usage", "usage_app"), (application.Host, application.Database, application.Username));
        // printf 'Platform.Usage application role of usage' | openssl dgst -sha256 -hmac secret
        Assert.Equal("2c58c14890e79e6f12ed56d18b54a11936196b046f662f602b7378c42aa50fad", application.Password);
    }

    [Fact]
    public void Replicas_agree_and_others_cannot_guess()
    {
        Assert.Equal(Application(Owner).Password, Application(Owner).Password);
        Assert.NotEqual(Application(Owner).Password, Application(Owner.Replace("secret", "Secret", StringComparison.Ordinal)).Password);
        Assert.NotEqual(Application(Owner).Password, Application(Owner.Replace("usage", "other", StringComparison.Ordinal)).Password);
    }

    [Fact]
    public void Where_the_owner_has_no_password_the_role_has_none() =>
        Assert.Null(Application("Host=db;Username=owner;Database=usage").Password);

    [Fact]
    public void A_database_that_is_not_named_is_the_owners() =>
        Assert.Equal(
            ("owner", "owner_app"),
            (Application("Host=db;Username=owner").Database, Application("Host=db;Username=owner").Username)
        );

    [Fact]
    public void Both_roles_connections_have_the_services_name() =>
        Assert.Equal(
            ("usage", "usage"),
            (Application(Owner).ApplicationName, new NpgsqlConnectionStringBuilder(new AppRole(Owner).Owner).ApplicationName)
        );

    [Fact]
    public void Prepared_statements_can_be_switched_off() =>
        Assert.Equal((50, 0), (Application(Owner).MaxAutoPrepare, Application(Owner + ";Max Auto Prepare=0").MaxAutoPrepare));

    [Fact]
    public void A_name_that_the_server_would_cut_is_refused()
    {
        Assert.Equal(63, Application($"Host=db;Username=o;Database={new string('d', 59)}").Username!.Length);
        Assert.Contains(
            "too long",
            Assert.Throws<InvalidOperationException>(() => new AppRole($"Host=db;Username=o;Database={new string('d', 60)}")).Message,
            StringComparison.Ordinal
        );
    }

    private static NpgsqlConnectionStringBuilder Application(string owner) => new(new AppRole(owner).Application);
}
