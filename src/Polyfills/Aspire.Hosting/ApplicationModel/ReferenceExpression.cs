using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An interpolated string whose holes are filled when the application runs: <c>ReferenceExpression.Create($"Host={host}")</c>.</summary>
public class ReferenceExpression : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    public static readonly ReferenceExpression Empty = Create($"");

    internal ReferenceExpression(string format, IReadOnlyList<IValueProvider> valueProviders, IReadOnlyList<string?> stringFormats)
    {
        Format = format;
        ValueProviders = valueProviders;
        StringFormats = stringFormats;
    }

    /// <summary>A composite format string with one numbered hole for each of <see cref="ValueProviders"/>.</summary>
    public string Format { get; }

    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    public IReadOnlyList<string?> StringFormats { get; }

    public string ValueExpression =>
        string.Format(CultureInfo.InvariantCulture, Format, ValueProviders.Select(p => (object?)(p as IManifestExpressionProvider)?.ValueExpression).ToArray());

    IEnumerable<object> IValueWithReferences.References => ValueProviders;

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.ToExpression();

    /// <summary>Null only for an empty expression.</summary>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken)
    {
        if (Format.Length == 0)
            return null;
        var values = new object?[ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Formatted(await ValueProviders[i].GetValueAsync(cancellationToken), StringFormats[i]);
        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    /// <summary><c>:uri</c> is the one format there is: the value is escaped as part of an address.</summary>
    internal static string? Formatted(string? value, string? format) => format switch
    {
        null => value,
        "uri" => Uri.EscapeDataString(value ?? ""),
        _ => throw new FormatException($"'{format}' is not a format of a reference expression; 'uri' is."),
    };

    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        private readonly StringBuilder format = new(literalLength + formattedCount * 3);
        private readonly List<IValueProvider> providers = new(formattedCount);
        private readonly List<string?> formats = new(formattedCount);

        public void AppendLiteral(string value) => format.Append(Escaped(value));

        public void AppendFormatted(string? value) => AppendFormatted(value, null);

        public void AppendFormatted(string? value, string? format = null) => this.format.Append(Escaped(Formatted(value, format) ?? ""));

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider, null);

        public void AppendFormatted<T>(T valueProvider, string? format = null)
            where T : IValueProvider, IManifestExpressionProvider
        {
            this.format.Append('{').Append(providers.Count).Append('}');
            providers.Add(valueProvider);
            formats.Add(format);
        }

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider.Resource, null);

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string? format = null)
            where T : IResource, IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider.Resource, format);

        internal ReferenceExpression ToExpression() => new(format.ToString(), [.. providers], [.. formats]);

        private static string Escaped(string literal) =>
            literal.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
    }
}
