namespace Platform.Usage.Problems;

/// <summary>The refusals that several endpoints share, as problem details (RFC 9457).</summary>
internal static class Refusals
{
    public static IResult Invalid(string field, string problem) =>
        Results.ValidationProblem(new Dictionary<string, string[]> { [field] = [problem] });

    public static IResult NotFound(string what, string detail) =>
        Results.Problem(statusCode: StatusCodes.Status404NotFound, title: $"No such {what}", detail: detail);

    public static IResult Conflict(string title, string detail) =>
        Results.Problem(statusCode: StatusCodes.Status409Conflict, title: title, detail: detail);
}
