using Microsoft.Extensions.Primitives;
using Platform.Dashboard.Sessions;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Sessions;

public sealed class KeptFormTests
{
    [Theory]
    [InlineData("Password")]
    [InlineData("CurrentPassword")]
    [InlineData("newpassword")]
    public void A_form_with_a_password_is_never_kept(string name) =>
        Assert.Null(KeptForm.FieldsOf(Form(("Email", "a@example.com"), (name, "secret"))));

    [Fact]
    public void The_fields_are_kept_and_the_token_is_none_of_them()
    {
        var fields = KeptForm.FieldsOf(
            Form(("Name", "Cursor"), ("Models", new StringValues(["a", "b"])), ("__RequestVerificationToken", "t"))
        );
        Assert.Equal(["Name", "Models"], fields!.Keys);
        Assert.Equal("a,b", string.Join(',', fields["Models"]));
    }

    private static FormCollection Form(params (string Name, StringValues Value)[] fields) =>
        new(fields.ToDictionary(field => field.Name, field => field.Value));
}
