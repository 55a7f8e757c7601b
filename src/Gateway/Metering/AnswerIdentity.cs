using System.Text.Json;

namespace Platform.Gateway.Metering;

/// <summary>What an answer says of itself beside its text and its usage. Each member has one meaning in whatever protocol has it.</summary>
internal sealed class AnswerIdentity
{
    private readonly List<string> finishes = [];
    private string? status,
        shortcoming;

    public string? Id { get; private set; }

    /// <summary>As the upstream names it, which may be more exact than what it was asked for.</summary>
    public string? Model { get; private set; }

    /// <summary>Why it ended, for each choice. Responses say it by a status, and what is incomplete says what it lacks.</summary>
    public IReadOnlyList<string> FinishReasons =>
        finishes.Count > 0 ? finishes
        : (shortcoming ?? status) is { } end and not ("in_progress" or "queued") ? [end]
        : [];

    /// <summary>A member that the meter has no use for. The reader stands on its name.</summary>
    /// <param name="identity">Null where nobody wants to see it.</param>
    internal static void ReadOrSkip(ref Utf8JsonReader json, AnswerIdentity? identity)
    {
        if (identity is null)
            json.SkipValue();
        else
            identity.Read(ref json);
    }

    /// <summary>The reader stands on the reason.</summary>
    internal void AddFinish(ref Utf8JsonReader json) => finishes.Add(json.GetString()!);

    private void Read(ref Utf8JsonReader json)
    {
        if (Id is null && json.ValueTextEquals("id"u8))
            Id = Text(ref json);
        else if (Model is null && json.ValueTextEquals("model"u8))
            Model = Text(ref json);
        else if (json.ValueTextEquals("status"u8))
            status = Text(ref json);
        else if (json.ValueTextEquals("incomplete_details"u8))
            ReadShortcoming(ref json);
        else if (json.ValueTextEquals("stop_reason"u8))
            finishes.AddRange(Text(ref json) is { } reason ? [reason] : []);
        else
            json.SkipValue();
    }

    private void ReadShortcoming(ref Utf8JsonReader json)
    {
        if (!json.EnterObject())
            return;
        while (json.NextMember())
        {
            if (json.ValueTextEquals("reason"u8))
                shortcoming = Text(ref json);
            else
                json.SkipValue();
        }
    }

    private static string? Text(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
            return json.GetString();
        json.Skip();
        return null;
    }
}
