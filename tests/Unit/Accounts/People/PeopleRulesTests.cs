using Platform.Accounts.People;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Accounts.People;

public sealed class PeopleRulesTests
{
    [Fact]
    public void Complete_requests_are_accepted()
    {
        Assert.Null(PeopleRules.Check(new RegisterRequest("ann@example.com", "correct horse battery")));
        Assert.Null(PeopleRules.Check(new SignInRequest("ann@example.com", "x")));
        Assert.Null(PeopleRules.Check(new ChangePasswordRequest("x", "correct horse battery"), "ann@example.com"));
    }

    [Fact]
    public void Everything_wrong_with_a_registration_is_reported_at_once()
    {
        var refusal = PeopleRules.Check(new RegisterRequest(null!, null!))!;
        Assert.Equal((400, "invalid_request"), (refusal.Status, refusal.Code));
        Assert.Equal(["email", "password"], refusal.Errors!.Keys);
    }

    [Fact]
    public void A_sign_in_does_not_mention_the_rules_for_new_passwords() =>
        Assert.Equal("Enter the password.", PeopleRules.Check(new SignInRequest("ann@example.com", ""))!.Errors!["password"][0]);

    [Fact]
    public void A_new_password_that_is_the_email_address_is_refused() =>
        Assert.Equal(
            ["newPassword"],
            PeopleRules.Check(new ChangePasswordRequest("x", "Ann@Example.com"), "ann@example.com")!.Errors!.Keys
        );

    [Fact]
    public void A_wrong_current_password_blames_its_field_and_not_the_session() =>
        Assert.Equal(
            (400, "wrong_credentials", "currentPassword"),
            (
                PeopleRules.WrongCurrentPassword.Status,
                PeopleRules.WrongCurrentPassword.Code,
                PeopleRules.WrongCurrentPassword.Errors!.Keys.Single()
            )
        );
}
