using System.Text.Json;

namespace Platform.Gateway.Metering;

/// <summary>Anthropic's count of a prompt's tokens: nothing is generated, and nothing is charged.</summary>
internal sealed class TokenCountAnswers : AnswerFormat
{
    protected override AnswerEvent ReadRoot(ref Utf8JsonReader json, AnswerMeter meter, bool whole)
    {
        while (json.NextMember())
        {
            meter.IsAnswer |= meter.HasOutput |= json.ValueTextEquals("input_tokens"u8);
            json.SkipValue();
        }

        return AnswerEvent.Content;
    }
}
