-- A route has prices for sound, and for calls of hosted tools: a list, as JSON, of objects with tool, perCall, inputTokens and maxCalls.
ALTER TABLE prices ADD COLUMN audio_input bigint CHECK (audio_input >= 0);
ALTER TABLE prices ADD COLUMN audio_output bigint CHECK (audio_output >= 0);
ALTER TABLE prices ADD COLUMN tools text CHECK (tools IS NULL OR json_typeof(tools::json) = 'array');
