using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Platform.Accounts.Catalogue;

/// <summary>The one row that counts the changes of the catalogue.</summary>
internal sealed class CatalogueState
{
    public bool One { get; init; } = true;

    public long Version { get; set; }
}

internal sealed class CatalogueStateTable : IEntityTypeConfiguration<CatalogueState>
{
    public void Configure(EntityTypeBuilder<CatalogueState> builder) => builder.ToTable("catalogue_state").HasKey(state => state.One);
}
