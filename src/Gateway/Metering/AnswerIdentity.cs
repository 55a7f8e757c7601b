using System.Text.Json;

namespace Platform.Gateway.Metering;

/// <summary>Id, model and finish reasons of an answer, for its span. Each member means the same in every protocol that has it.</summary>
internal sealed class AnswerIdentity
{
    private readonly List<string> finishes = [];
    private string? status,
        incompleteReason;

    public string? Id { get; private set; }

    /// <summary>The upstream's name for it, which may be more exact than the one it was asked for.</summary>
    public string? Model { get; private set; }

    /// <summary>Why the answer ended, for each choice. In Responses that is the status, or the reason of an incomplete response.</summary>
    public IReadOnlyList<string> FinishReasons =>
        finishes.Count > 0 ? finishes
        : (incompleteReason ?? status) is { } end and not ("in_progress" or "queued") ? [end]
        : [];

    /// <summary>Reads a member that the meter does not need, or skips it. The reader stands on its name.</summary>
    /// <param name="identity">Null where no span is recorded.</param>
    internal static void ReadOrSkip(ref Utf8JsonReader json, AnswerIdentity? identity)
    {
        if (identity is null)
            json.SkipValue();
        else
            identity.Read(ref json);
    }

    /// <summary>The reader stands on the reason.</summary>
    internal void AddFinish(ref Utf8JsonReader json) => finishes.AddRange(json.CurrentText() is { } reason ? [reason] : []);

    private void Read(ref Utf8JsonReader json)
    {
        if (Id is null && json.ValueTextEquals("id"u8))
            Id = json.Text();
        else if (Model is null && json.ValueTextEquals("model"u8))
            Model = json.Text();
        else if (json.ValueTextEquals("status"u8))
            status = json.Text();
        else if (json.ValueTextEquals("incomplete_details"u8))
            ReadIncompleteReason(ref json);
        else if (json.ValueTextEquals("stop_reason"u8))
            finishes.AddRange(json.Text() is { } reason ? [reason] : []);
        else
            json.SkipValue();
    }

    private void ReadIncompleteReason(ref Utf8JsonReader json)
    {
        if (!json.EnterObject())
            return;
        while (json.NextMember())
        {
            if (json.ValueTextEquals("reason"u8))
                incompleteReason = json.Text();
            else
                json.SkipValue();
        }
    }
}
