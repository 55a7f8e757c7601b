using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>
/// Aligns the amounts of a column at their points: shorter decimals are filled with spaces as wide as a digit, in a font whose digits are
/// equally wide.
/// </summary>
public sealed class MoneyColumn
{
    private const char FigureSpace = '\u2007';

    private readonly int decimals;

    public MoneyColumn(IEnumerable<Money> amounts) => decimals = amounts.Select(Decimals).DefaultIfEmpty(2).Max();

    public string Text(Money amount) => Amounts.Exact(amount) + new string(FigureSpace, decimals - Decimals(amount));

    private static int Decimals(Money amount)
    {
        var text = Amounts.Exact(amount);
        return text.Length - 1 - text.IndexOf('.', StringComparison.Ordinal);
    }
}
