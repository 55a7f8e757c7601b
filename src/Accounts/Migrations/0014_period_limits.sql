-- What a key may spend in each day, week (from Monday on) or month, UTC.
ALTER TABLE api_keys ADD COLUMN period_limit bigint CHECK (period_limit > 0); -- nano-USD
ALTER TABLE api_keys ADD COLUMN limit_period text CHECK (limit_period IN ('Day', 'Week', 'Month'));
ALTER TABLE api_keys ADD CHECK ((period_limit IS NULL) = (limit_period IS NULL));
