namespace Platform.Dashboard.Display;

/// <summary>What a chart of usage shows.</summary>
public enum UsageMetric
{
    Cost,
    Requests,
    Tokens,
    FirstToken,
}
