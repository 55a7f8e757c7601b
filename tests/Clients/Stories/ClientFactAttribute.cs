using Xunit;

namespace Platform.Tests.Clients;

/// <summary>A story that needs npm: skipped where there is none and none may be installed, but not on CI, where it fails.</summary>
internal sealed class ClientFactAttribute : FactAttribute
{
    public ClientFactAttribute() => Skip = ClientTheoryAttribute.Reason;
}

internal sealed class ClientTheoryAttribute : TheoryAttribute
{
    public ClientTheoryAttribute() => Skip = Reason;

    public static string? Reason => Npm.Possible || Environment.GetEnvironmentVariable("CI") is not null ? null : Npm.Advice;
}
