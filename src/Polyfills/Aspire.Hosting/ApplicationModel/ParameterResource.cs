namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value given from outside: configuration <c>Parameters:{name}</c>, else its default.</summary>
public class ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false)
    : Resource(name), IManifestExpressionProvider, IValueProvider, IResourceWithoutLifetime
{
    private string? value;

    public ParameterDefault? Default { get; set; }

    public string? Description { get; set; }

    public bool Secret { get; } = secret;

    public bool IsConnectionString { get; set; }

    public string ValueExpression => $"{{{Name}.value}}";

    /// <exception cref="MissingParameterValueException">It is given nowhere and has no default; the message says how to give it.</exception>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken)
    {
        lock (Annotations)
            return new(value ??= callback(Default));
    }
}
