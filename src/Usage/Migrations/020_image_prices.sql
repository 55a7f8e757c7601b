-- Pictures are a part of input_tokens with a price of its own.

ALTER TABLE usage_records ADD COLUMN image_input_tokens bigint NOT NULL DEFAULT 0 CHECK (image_input_tokens >= 0);
ALTER TABLE usage_records ADD COLUMN price_image_input bigint CHECK (price_image_input >= 0);
