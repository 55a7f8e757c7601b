using Microsoft.AspNetCore.Mvc.ModelBinding;
using Platform.Contracts;

namespace Platform.Dashboard.Forms;

/// <summary>
/// Reads every amount and every day that a form or an address holds by the shared rule. The framework's own binder takes the language of
/// the request, by which <c>03/04/2026</c> is one day here and another there.
/// </summary>
internal sealed class TypedValueBinder(TypedValueBinder.Reader read) : IModelBinder
{
    /// <returns>What is wrong; null when the value was read.</returns>
    internal delegate string? Reader(string text, out object? value);

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var given = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
        if (given == ValueProviderResult.None)
            return Task.CompletedTask;

        bindingContext.ModelState.SetModelValue(bindingContext.ModelName, given);
        if (string.IsNullOrWhiteSpace(given.FirstValue))
            bindingContext.Result = ModelBindingResult.Success(null);
        else if (read(given.FirstValue, out var value) is { } fault)
            bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, fault);
        else
            bindingContext.Result = ModelBindingResult.Success(value);
        return Task.CompletedTask;
    }

    internal static string? ReadAmount(string text, out object? value)
    {
        var read = AmountText.TryParse(text, out var amount, out var fault);
        value = read ? amount : null;
        return fault;
    }

    internal static string? ReadDay(string text, out object? value)
    {
        var read = DateText.TryParseDay(text, out var day);
        value = read ? day : null;
        return read ? null : $"Write {DateText.DayForm}.";
    }
}

internal sealed class TypedValueBinderProvider : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.UnderlyingOrModelType switch
        {
            var type when type == typeof(Money) => new TypedValueBinder(TypedValueBinder.ReadAmount),
            var type when type == typeof(DateOnly) => new TypedValueBinder(TypedValueBinder.ReadDay),
            _ => null,
        };
}
