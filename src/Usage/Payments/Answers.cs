namespace Platform.Usage.Payments;

/// <summary>The ways to say no that all of payments has in common.</summary>
internal static class Answers
{
    public static IResult Wrong(string field, string problem) =>
        Results.ValidationProblem(new Dictionary<string, string[]> { [field] = [problem] });

    public static IResult NoSuch(string what, string detail) =>
        Results.Problem(statusCode: StatusCodes.Status404NotFound, title: $"No such {what}", detail: detail);

    public static IResult Conflict(string title, string detail) =>
        Results.Problem(statusCode: StatusCodes.Status409Conflict, title: title, detail: detail);
}
