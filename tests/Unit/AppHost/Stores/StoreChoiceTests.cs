using Platform.AppHost.Stores;
using Xunit;

namespace Platform.Tests.Unit.AppHost.Stores;

public sealed class StoreChoiceTests
{
    private static StoreSituation Situation(string? setting = null, string? withData = null, string? engine = null, bool isLinux = true) =>
        new(StoreChoice.Parse(setting).Mode, StoreChoice.Parse(withData).Mode, engine, isLinux);

    [Theory]
    [InlineData(null, null, null, "PostgreSQL and Redis run as native processes, because no container engine answers.")]
    [InlineData(null, null, "podman", "PostgreSQL and Redis run as containers, because podman answers.")]
    [InlineData("native", null, "docker", "PostgreSQL and Redis run as native processes, because the setting Stores says so.")]
    [InlineData("Containers", "Containers", "docker", "PostgreSQL and Redis run as containers, because the setting Stores says so.")]
    [InlineData(null, "Native", "docker", "PostgreSQL and Redis run as native processes, because the data of earlier runs are there.")]
    [InlineData(null, "Containers", "docker", "PostgreSQL and Redis run as containers, because the data of earlier runs are there.")]
    public void What_is_taken_is_said_with_the_reason(string? setting, string? withData, string? engine, string expected)
    {
        var choice = StoreChoice.From(Situation(setting, withData, engine));
        Assert.Equal((expected, null), (choice.ToString(), choice.Problem));
    }

    [Theory]
    [InlineData(
        "Containers",
        "Native",
        "docker",
        "Stores=Containers, but the data of earlier runs belong to native processes. Set Stores=Native to go on with them, or KeepData=false to leave them where they are and start without."
    )]
    [InlineData(
        "Native",
        "Containers",
        "docker",
        "Stores=Native, but the data of earlier runs lie in volumes of a container engine. Set Stores=Containers to go on with them, or KeepData=false to leave them where they are and start without."
    )]
    [InlineData(
        "Containers",
        null,
        null,
        "PostgreSQL and Redis are to run as containers, but no container engine answers. Start Docker or Podman, or set Stores=Native."
    )]
    [InlineData(
        null,
        "Containers",
        null,
        "PostgreSQL and Redis are to run as containers, but no container engine answers. Start Docker or Podman."
    )]
    public void Data_of_the_other_mode_never_seem_to_vanish(string? setting, string? withData, string? engine, string expected) =>
        Assert.Equal(expected, StoreChoice.From(Situation(setting, withData, engine)).Problem);

    [Theory]
    [InlineData(null)]
    [InlineData("Native")]
    public void Where_native_processes_are_not_supported_an_engine_is_asked_for(string? setting) =>
        Assert.Equal(
            "Native PostgreSQL and Redis are supported on Linux only. Start a container engine (Docker Desktop or Podman).",
            StoreChoice.From(Situation(setting, isLinux: false)).Problem
        );

    [Theory]
    [InlineData("docker")]
    [InlineData("7")]
    public void A_setting_that_is_neither_names_both(string setting) =>
        Assert.Equal(
            $"Stores is '{setting}'. Set it to Native or Containers, for example --Stores=Native, or leave it out.",
            StoreChoice.Parse(setting).Problem
        );
}
