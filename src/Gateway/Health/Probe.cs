namespace Platform.Gateway.Health;

/// <summary>
/// One of the few requests that something half-open admits: a place in the budget of its circuit, of its credential, or of both.
/// </summary>
/// <param name="ofCredential">Null where the credential admits any request.</param>
/// <param name="ofCircuit">Null where the circuit does.</param>
internal sealed class Probe(ProbeBudget? ofCredential, ProbeBudget? ofCircuit)
{
    public ProbeBudget? OfCredential => ofCredential;

    public ProbeBudget? OfCircuit => ofCircuit;

    /// <summary>What the request showed; null until it has ended, and where the upstream was not asked.</summary>
    public CallVerdict? Verdict { get; set; }

    /// <summary>The request showed nothing of its upstream: another may have its place. Called once.</summary>
    public void Return()
    {
        ofCredential?.Return();
        ofCircuit?.Return();
    }
}
