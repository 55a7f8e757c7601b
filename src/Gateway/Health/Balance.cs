using System.Globalization;
using System.Text.Json;

namespace Platform.Gateway.Health;

/// <summary>What the operator's account at an upstream has left.</summary>
internal sealed record Balance(decimal Amount, string Currency)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount:0.00} {Currency}");

    /// <summary>DeepSeek's: amounts are texts, one for each currency; US dollars where it has them.</summary>
    public static Balance? OfDeepSeek(JsonElement answer)
    {
        if (!Member(answer, "balance_infos", JsonValueKind.Array, out var all))
            return null;
        Balance? first = null;
        foreach (var info in all.EnumerateArray())
        {
            if (
                !Member(info, "currency", JsonValueKind.String, out var currency)
                || !Member(info, "total_balance", JsonValueKind.String, out var total)
                || !decimal.TryParse(total.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
            )
                continue;
            var found = new Balance(amount, currency.GetString()!);
            if (found.Currency == "USD")
                return found;
            first ??= found;
        }

        return first;
    }

    /// <summary>OpenRouter's: what was bought, and what of it was used.</summary>
    public static Balance? OfOpenRouter(JsonElement answer) =>
        Member(answer, "data", JsonValueKind.Object, out var data)
        && Member(data, "total_credits", JsonValueKind.Number, out var bought)
        && Member(data, "total_usage", JsonValueKind.Number, out var used)
        && bought.TryGetDecimal(out var credits)
        && used.TryGetDecimal(out var usage)
            ? new Balance(credits - usage, "USD")
            : null;

    private static bool Member(JsonElement of, string name, JsonValueKind kind, out JsonElement member)
    {
        member = default;
        return of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out member) && member.ValueKind == kind;
    }
}
