using System.Text.Json;

namespace Platform.Gateway.Metering;

/// <summary>Embeddings. There is no text, so the vectors count as output, and only the input has tokens.</summary>
internal sealed class EmbeddingAnswers : AnswerFormat
{
    protected override AnswerEvent ReadRoot(ref Utf8JsonReader json, AnswerMeter meter, bool whole)
    {
        var failed = false;
        while (json.NextMember())
        {
            if (json.ValueTextEquals("data"u8))
                ReadData(ref json, meter);
            else if (json.ValueTextEquals("usage"u8))
                ChatAnswers.ReadUsage(ref json, meter);
            else if (json.ValueTextEquals("error"u8))
                failed |= ReadError(ref json, meter);
            else
                AnswerIdentity.ReadOrSkip(ref json, meter.Identity);
        }

        return failed ? AnswerEvent.Error : AnswerEvent.Content;
    }

    private static void ReadData(ref Utf8JsonReader json, AnswerMeter meter)
    {
        if (!json.EnterArray())
            return;
        meter.IsAnswer = true;
        for (; json.Read() && json.TokenType != JsonTokenType.EndArray; json.Skip())
            meter.HasOutput = true;
    }
}
