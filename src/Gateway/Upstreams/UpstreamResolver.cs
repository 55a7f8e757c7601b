using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Platform.Contracts;

namespace Platform.Gateway.Upstreams;

/// <summary>
/// Makes the upstreams that the catalogue and the gateway's settings describe together: the catalogue's members come before the settings'.
/// A credential is a reference to a setting, which is read again when the configuration reloads. What cannot be used is left out, or stays
/// as it was, and is told once; no text has a secret.
/// </summary>
internal sealed partial class UpstreamResolver(
    IOptionsFactory<UpstreamsOptions> factory,
    IConfiguration configuration,
    ILogger<UpstreamResolver> log
)
{
    private UpstreamsOptions? settings;
    private IChangeToken reloaded = configuration.GetReloadToken();
    private IReadOnlyList<UpstreamProblem> problems = [];

    /// <summary>The configuration was reloaded since the last <see cref="Resolve"/>: a secret may have changed.</summary>
    public bool IsStale => reloaded.HasChanged;

    /// <summary>What of the last catalogue is not in force, for the operator.</summary>
    public IReadOnlyList<UpstreamProblem> Problems => problems;

    /// <summary>Called by one caller at a time.</summary>
    /// <param name="definitions">Those of the catalogue; null is none.</param>
    /// <param name="current">In force until now. What has not changed is taken from it.</param>
    public UpstreamSet Resolve(IReadOnlyList<UpstreamDefinition>? definitions, UpstreamSet current)
    {
        List<UpstreamProblem> found = [];
        var known = ReadSettings(found);
        List<Upstream> upstreams = [];
        foreach (var definition in definitions ?? [])
            if (Complete(definition, known.GetValueOrDefault(definition.Name), current, found) is { } upstream)
                upstreams.Add(upstream);
        foreach (var (name, options) in known)
            if (!(definitions ?? []).Any(definition => definition.Name == name))
                upstreams.Add(Keep(new Upstream(name, options), current));
        Tell(found);
        return new UpstreamSet(upstreams);
    }

    private Upstream? Complete(UpstreamDefinition definition, UpstreamOptions? options, UpstreamSet current, List<UpstreamProblem> found)
    {
        var complete = (options ?? UpstreamOptions.Default).Under(definition);
        current.TryFind(definition.Name, out var before);
        if (string.IsNullOrEmpty(complete.BaseUrl))
        {
            found.Add(new UpstreamProblem(definition.Name, null, $"Upstreams:{definition.Name}:BaseUrl", before is not null));
            return before;
        }

        Credential[] credentials = definition.Credentials is { } references
            ? [.. references.Select(reference => Find(definition.Name, reference, found)).OfType<Credential>()]
            : [Credential.Of(options)];
        if (credentials.Length > 0)
            return Keep(new Upstream(complete, credentials), current);
        found.Add(new UpstreamProblem(definition.Name, null, null, before is not null));
        return before;
    }

    private Credential? Find(string upstream, CredentialReference reference, List<UpstreamProblem> found)
    {
        var secret = configuration[reference.Setting]?.Trim();
        if (!string.IsNullOrEmpty(secret) && secret.All(each => each is > ' ' and <= '~'))
            return new Credential(reference.Name, secret, reference.Weight);
        found.Add(new UpstreamProblem(upstream, reference.Name, reference.Setting, IsKept: false));
        return null;
    }

    /// <summary>The same object while nothing has changed, so that what is known of it stays known.</summary>
    private static Upstream Keep(Upstream upstream, UpstreamSet current) =>
        current.TryFind(upstream.Name, out var before) && before.Is(upstream) ? before : upstream;

    /// <summary>The settings as they are now; those before where they are wrong now.</summary>
    private UpstreamsOptions ReadSettings(List<UpstreamProblem> found)
    {
        if (settings is not null && !reloaded.HasChanged)
            return settings;
        var token = configuration.GetReloadToken();
        try
        {
            settings = factory.Create(Options.DefaultName);
            reloaded = token;
        }
        catch (OptionsValidationException) when (settings is not null)
        {
            // Tried again in the next turn; each fault names a setting, and a start would show it.
            found.Add(new UpstreamProblem("*", null, "Upstreams", IsKept: true));
        }

        return settings!;
    }

    private void Tell(List<UpstreamProblem> found)
    {
        foreach (var problem in found.Except(problems))
            LogProblem(log, problem.Text);
        foreach (var problem in problems.Except(found))
            LogMended(log, problem.Text);
        problems = found;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}")]
    private static partial void LogProblem(ILogger log, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "No longer so: {Problem}")]
    private static partial void LogMended(ILogger log, string problem);
}
