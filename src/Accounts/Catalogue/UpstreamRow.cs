using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>An upstream of the catalogue file.</summary>
internal sealed class UpstreamRow
{
    public required string Name { get; init; }

    public int Position { get; set; }

    /// <summary>An <see cref="UpstreamDefinition"/>, as JSON.</summary>
    public string Definition { get; set; } = "{}";

    public void Apply(UpstreamDefinition upstream, int position) => (Position, Definition) = (position, StoredJson.Write(upstream)!);

    public UpstreamDefinition ToDefinition() => StoredJson.Read<UpstreamDefinition>(Definition)!;
}

internal sealed class UpstreamTable : IEntityTypeConfiguration<UpstreamRow>
{
    public void Configure(EntityTypeBuilder<UpstreamRow> builder) => builder.ToTable("upstreams").HasKey(upstream => upstream.Name);
}
