using System.Reflection;
using Platform.Contracts;
using Platform.Dashboard.Display;
using Platform.Dashboard.Display.Errors;
using Platform.Gateway.Errors;
using Platform.Gateway.Keys;
using Xunit;

namespace Platform.Tests.Unit.Dashboard;

public sealed class ErrorCodeTests
{
    /// <summary>Every error the gateway can make, by calling each method of its table with whatever it takes.</summary>
    private static IEnumerable<ApiError> GatewayErrors() =>
        typeof(ApiErrors)
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType == typeof(ApiError))
            .Select(method => (ApiError)method.Invoke(null, [.. method.GetParameters().Select(Anything)])!);

    private static object? Anything(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(string) ? "text"
        : parameter.ParameterType == typeof(IReadOnlyList<string>) ? Array.Empty<string>()
        : parameter.ParameterType == typeof(PeriodLimit) ? new PeriodLimit(Money.Zero, SpendPeriod.Day)
        : parameter.ParameterType == typeof(KeyProblem) ? new KeyProblem("What.", "Mend.")
        : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
        : null;

    [Fact]
    public void Every_error_of_the_gateway_is_explained_under_its_code_and_status() =>
        Assert.Equal(
            GatewayErrors()
                .Select(error => (error.Code, error.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)))
                .Distinct()
                .Order(),
            ErrorCode.All.Select(error => (error.Code, error.Status)).Order()
        );

    [Fact]
    public void What_the_page_says_of_trying_again_is_what_the_gateway_says()
    {
        foreach (var error in GatewayErrors())
            Assert.Equal(
                error.RetryAfter is not null,
                ErrorCode.All.Single(known => known.Code == error.Code).Retry.StartsWith("Yes", StringComparison.Ordinal)
            );
    }

    [Fact]
    public void Every_code_the_gateway_links_to_has_its_page()
    {
        foreach (var error in GatewayErrors())
            Assert.NotNull(ErrorCode.Find(error.Code));
        Assert.Null(ErrorCode.Find("unheard_of"));
    }

    [Fact]
    public void A_code_that_is_about_a_setting_says_where_every_tool_has_it()
    {
        Assert.Equal(
            ["unknown_url", "invalid_api_key", "model_not_found", "model_not_allowed"],
            ErrorCode.All.Where(error => error.Setting is not null).Select(error => error.Code)
        );
        foreach (var setting in Enum.GetValues<Setting>())
            Assert.All(Tool.All, tool => Assert.NotEmpty(tool.Where(setting)));
    }
}
