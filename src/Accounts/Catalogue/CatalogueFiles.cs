using Microsoft.Extensions.Options;

namespace Platform.Accounts.Catalogue;

/// <summary>The files that together are the catalogue. In Development FakeUpstream's models are on sale as well.</summary>
internal sealed class CatalogueFiles(IOptions<CatalogueOptions> options, IHostEnvironment environment)
{
    private IEnumerable<string> Paths =>
        environment.IsDevelopment() ? [options.Value.File, CatalogueOptions.Shipped("catalogue.development.json")] : [options.Value.File];

    /// <summary>The files as they are now, whole: their times say nothing on some kinds of disks, and they are small.</summary>
    public CatalogueText Read() =>
        CatalogueText.Read(
            Paths,
            static path =>
                $"Catalogue:File (environment variable Catalogue__File) is '{path}'. It must be a catalogue file that this process can read"
        );
}
