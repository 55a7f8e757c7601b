namespace Platform.Gateway.Errors;

/// <summary>
/// What went wrong, in terms of the one table of errors. How it is written is the business of <see cref="ErrorWriter"/> alone.
/// </summary>
/// <param name="Message">What is wrong and the first thing to check. Never a key.</param>
/// <param name="Param">The field of the request body at fault, if one is.</param>
/// <param name="RetryAfter">When to try again; null means that trying again does not help.</param>
internal sealed record ApiError(int Status, string Type, string Code, string Message, string? Param = null, TimeSpan? RetryAfter = null);
