using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A <see cref="ReferenceExpression"/> put together part by part.</summary>
public class ReferenceExpressionBuilder
{
    private readonly List<ReferenceExpression> parts = [];

    public bool IsEmpty => parts.Count == 0;

    public void AppendLiteral(string value) => parts.Add(ReferenceExpression.Create($"{value}"));

    public void AppendFormatted(string? value) => AppendFormatted(value, null);

    public void AppendFormatted(string? value, string? format) => AppendLiteral(ReferenceExpression.Formatted(value, format) ?? "");

    public void AppendFormatted<T>(T valueProvider)
        where T : IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider, null);

    public void AppendFormatted<T>(T valueProvider, string? format)
        where T : IValueProvider, IManifestExpressionProvider => parts.Add(new ReferenceExpression("{0}", [valueProvider], [format]));

    public void Append([InterpolatedStringHandlerArgument("")] in ReferenceExpressionBuilderInterpolatedStringHandler handler) => parts.AddRange(handler.Parts);

    public ReferenceExpression Build() => new(string.Concat(parts.Select(Renumbered)), [.. parts.SelectMany(p => p.ValueProviders)], [.. parts.SelectMany(p => p.StringFormats)]);

    /// <summary>A part has at most one hole, number 0; in the whole it counts on from the parts before it.</summary>
    private string Renumbered(ReferenceExpression part, int index) => part.ValueProviders.Count == 0
        ? part.Format
        : $"{{{parts.Take(index).Sum(p => p.ValueProviders.Count)}}}";

    /// <summary>Gathers for itself; <see cref="Append"/> takes what it has.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct ReferenceExpressionBuilderInterpolatedStringHandler
    {
        private readonly ReferenceExpressionBuilder gathered = new();

        public ReferenceExpressionBuilderInterpolatedStringHandler(int literalLength, int formattedCount, ReferenceExpressionBuilder builder) =>
            gathered.parts.EnsureCapacity(formattedCount + Math.Min(literalLength, formattedCount + 1));

        internal List<ReferenceExpression> Parts => gathered.parts;

        public void AppendLiteral(string value) => gathered.AppendLiteral(value);

        public void AppendFormatted(string? value) => gathered.AppendFormatted(value);

        public void AppendFormatted(string? value, string format) => gathered.AppendFormatted(value, format);

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider => gathered.AppendFormatted(valueProvider);

        public void AppendFormatted<T>(T valueProvider, string? format)
            where T : IValueProvider, IManifestExpressionProvider => gathered.AppendFormatted(valueProvider, format);

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => gathered.AppendFormatted(valueProvider.Resource);

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string? format)
            where T : IResource, IValueProvider, IManifestExpressionProvider => gathered.AppendFormatted(valueProvider.Resource, format);
    }
}
