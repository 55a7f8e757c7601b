-- A route has a price for input that stays in a cache for an hour, and prices of its own for other service tiers and for long inputs: a
-- list, as JSON, of objects with the members of a price.
ALTER TABLE prices ADD COLUMN cache_write_hour bigint CHECK (cache_write_hour >= 0);
ALTER TABLE prices ADD COLUMN others text CHECK (others IS NULL OR json_typeof(others::json) = 'array');
