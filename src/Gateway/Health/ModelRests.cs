namespace Platform.Gateway.Health;

/// <summary>The models for which a credential rests, or did lately. Looking takes no lock and allocates nothing.</summary>
internal sealed class ModelRests(TrackedName credential, HealthOptions options)
{
    /// <summary>More are not kept: the models are the catalogue's, of this gateway or of another.</summary>
    private const int MaxModels = 1_000;

    private readonly Lock gate = new();

    // It never changes: another replaces it. Null while there is none, as nearly always.
    private volatile Dictionary<string, ModelRest>? known;

    public IEnumerable<ModelRest> All => known is { } rests ? rests.Values : [];

    public ModelRest? Of(string model) => known is { } rests ? rests.GetValueOrDefault(model) : null;

    /// <summary>Null where too many are kept.</summary>
    public ModelRest? FindOrAdd(string model)
    {
        lock (gate)
            return Of(model) ?? Add(model);
    }

    /// <returns>What changed; null when nothing did.</returns>
    public ModelRest? Limited(string model, int? statusCode, TimeSpan? retryAfter, DateTimeOffset now)
    {
        // Within the gate, so that it is not forgotten before it begins.
        lock (gate)
            return FindOrAdd(model) is { } rest && rest.Limited(statusCode, retryAfter, now) is not null ? rest : null;
    }

    /// <summary>Forgets those that are over for long.</summary>
    public void Forget(DateTimeOffset now)
    {
        if (known is null)
            return;
        lock (gate)
        {
            var kept = new Dictionary<string, ModelRest>(known.Where(named => !ModelRest.IsForgotten(named.Value.Record, now)));
            if (kept.Count < known.Count)
                known = kept.Count > 0 ? kept : null;
        }
    }

    private ModelRest? Add(string model)
    {
        if (known?.Count >= MaxModels)
            return null;
        var rest = new ModelRest(credential with { Model = model }, options);
        known = known is null ? new() { [model] = rest } : new(known) { [model] = rest };
        return rest;
    }
}
