using System.Diagnostics.CodeAnalysis;

namespace Platform.Gateway.Errors;

/// <summary>What a step of a request found, or the error that ends the request there.</summary>
internal readonly record struct StepResult<T>
    where T : notnull
{
    private StepResult(T? value, ApiError? error) => (Value, Error) = (value, error);

    /// <summary>Default where there is an error.</summary>
    public T? Value { get; }

    /// <summary>Null where there is a value.</summary>
    public ApiError? Error { get; }

    public static implicit operator StepResult<T>(T value) => new(value, null);

    public static implicit operator StepResult<T>(ApiError error) => new(default, error);

    /// <summary>The value in another form, or the same error.</summary>
    public StepResult<TOther> Then<TOther>(Func<T, TOther> convert)
        where TOther : notnull => Found(out var value, out var error) ? convert(value) : error;

    /// <summary>True with the value, false with the error: exactly one of them is not null.</summary>
    public bool Found([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ApiError? error)
    {
        (value, error) = (Value, Error);
        return Error is null;
    }
}
