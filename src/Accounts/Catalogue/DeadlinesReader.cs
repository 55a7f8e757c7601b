using Platform.Contracts;

namespace Platform.Accounts.Catalogue;

/// <summary>
/// Reads the member <c>deadlines</c> of a route or an upstream:
/// <c>{ "connect": "2s", "headers": "5m", "firstToken": "90s", "silence": "60s", "total": "20m" }</c>, each optional.
/// </summary>
internal static class DeadlinesReader
{
    public static Deadlines? Read(JsonFields parent)
    {
        if (parent.OptionalObject("deadlines") is not { } fields)
            return null;
        var deadlines = new Deadlines(
            fields.OptionalDuration("connect"),
            fields.OptionalDuration("headers"),
            fields.OptionalDuration("firstToken"),
            fields.OptionalDuration("silence"),
            fields.OptionalDuration("total")
        );
        if (Problem(deadlines) is var (field, text))
            fields.Fault(field, text, 0);
        fields.RejectUnknownFields();
        return deadlines;
    }

    /// <summary>The deadlines of a route where those that it leaves out are its upstream's.</summary>
    public static Deadlines Over(Deadlines? route, Deadlines? upstream) =>
        new(
            route?.Connect ?? upstream?.Connect,
            route?.Headers ?? upstream?.Headers,
            route?.FirstToken ?? upstream?.FirstToken,
            route?.Silence ?? upstream?.Silence,
            route?.Total ?? upstream?.Total
        );

    /// <summary>The field that cannot be met, because another ends the call before it.</summary>
    public static (string Field, string Text)? Problem(Deadlines deadlines)
    {
        (string Name, TimeSpan? Time)[] parts =
        [
            ("headers", deadlines.Headers),
            ("firstToken", deadlines.FirstToken),
            ("silence", deadlines.Silence),
            ("connect", deadlines.Connect),
        ];
        foreach (var (name, time) in parts)
            if (time > deadlines.Total)
                return (name, $"must not be longer than total, which is {DurationText.For(deadlines.Total.Value)}");
        foreach (var (name, time) in parts[..2])
            if (deadlines.Connect > time)
                return ("connect", $"must not be longer than {name}, which is {DurationText.For(time.Value)}");
        return null;
    }
}
