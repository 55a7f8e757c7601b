-- Sound is a part of input_tokens and of output_tokens with a price of its own. tool_calls is a list of objects with tool, calls and perCall
-- (nano-USD); null where no hosted tool was called.

ALTER TABLE usage_records ADD COLUMN audio_input_tokens bigint NOT NULL DEFAULT 0 CHECK (audio_input_tokens >= 0);
ALTER TABLE usage_records ADD COLUMN audio_output_tokens bigint NOT NULL DEFAULT 0 CHECK (audio_output_tokens >= 0);
ALTER TABLE usage_records ADD COLUMN price_audio_input bigint CHECK (price_audio_input >= 0);
ALTER TABLE usage_records ADD COLUMN price_audio_output bigint CHECK (price_audio_output >= 0);
ALTER TABLE usage_records ADD COLUMN tool_calls jsonb CHECK (jsonb_typeof(tool_calls) = 'array');
