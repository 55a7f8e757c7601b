using Platform.Accounts.Catalogue;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Catalogue;

public sealed class CatalogueCheckTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();
    private readonly StringWriter output = new(),
        errors = new();

    public void Dispose() => File.Delete(file);

    private int Run(params string[] args) => CatalogueCheck.Run(["check-catalogue", .. args], output, errors);

    [Fact]
    public void The_shipped_files_are_valid()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Catalogue");
        Assert.Equal(0, Run(Path.Combine(folder, "catalogue.json"), Path.Combine(folder, "catalogue.development.json")));
        Assert.Matches("^The catalogue is valid: [0-9]+ models, 0 upstreams.\r?\n$", output.ToString());
        Assert.Empty(errors.ToString());
    }

    [Fact]
    public void A_fault_is_a_line_with_its_place()
    {
        File.WriteAllText(file, "{\n \"models\": [],\n \"upstream\": 1 }");
        Assert.Equal(1, Run(file));
        Assert.Equal(
            [
                $"{Path.GetFileName(file)}:2: models must be a list of at least one object.",
                $"{Path.GetFileName(file)}:3: upstream is not known here; known are upstreams, models.",
            ],
            errors.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
        );
        Assert.Empty(output.ToString());
    }

    [Fact]
    public void Without_a_file_it_says_how_it_is_used() =>
        Assert.Equal((2, true), (Run(), errors.ToString().Contains("check-catalogue FILE")));

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Equal(
            (1, true),
            (Run("/nowhere/models.json"), errors.ToString().StartsWith("'/nowhere/models.json' cannot be read: ", StringComparison.Ordinal))
        );

    [Fact]
    public void A_service_that_starts_is_not_asked_for_it() =>
        Assert.Equal((false, true), (CatalogueCheck.IsAsked(["--urls", "http://x"]), CatalogueCheck.IsAsked(["check-catalogue"])));
}
