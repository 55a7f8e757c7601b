-- A record says which of a route's prices it was charged with: of which service tier (null is the usual one), and of inputs above how many
-- tokens (null is any number). Input that stays in a cache for an hour is a part of cache_write_tokens with a price of its own.

ALTER TABLE usage_records ADD COLUMN cache_write_hour_tokens bigint NOT NULL DEFAULT 0 CHECK (cache_write_hour_tokens >= 0);
ALTER TABLE usage_records ADD COLUMN price_cache_write_hour bigint CHECK (price_cache_write_hour >= 0);
ALTER TABLE usage_records ADD COLUMN price_tier text;
ALTER TABLE usage_records ADD COLUMN price_above_input bigint CHECK (price_above_input >= 0);
