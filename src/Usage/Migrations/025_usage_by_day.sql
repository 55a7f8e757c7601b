-- The hours of usage_hourly added up by day (UTC): the sums of a year are read from some thousands of rows and not from a hundred thousand.
-- Written with the records by the same trigger, so they are never behind.
CREATE TABLE usage_daily (
  account_id uuid NOT NULL,
  day date NOT NULL,
  model text NOT NULL,
  key_id text NOT NULL,
  outcome text NOT NULL,
  requests bigint NOT NULL,
  input_tokens bigint NOT NULL,
  output_tokens bigint NOT NULL,
  cached_input_tokens bigint NOT NULL,
  charge_nano bigint NOT NULL,
  first_tokens bigint NOT NULL,
  first_token_ms bigint NOT NULL,
  PRIMARY KEY (account_id, day, model, key_id, outcome)
);

-- Hours first, in this order everywhere, so that two writers do not deadlock.
CREATE OR REPLACE FUNCTION usage_records_to_hours() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO usage_hourly AS h (account_id, hour, model, key_id, outcome, requests, input_tokens, output_tokens, cached_input_tokens,
    cache_write_tokens, reasoning_tokens, charge_nano, first_tokens, first_token_ms)
  SELECT account_id, date_trunc('hour', started_at, 'UTC'), model, key_id, outcome, count(*), sum(input_tokens), sum(output_tokens),
    sum(cached_input_tokens), sum(cache_write_tokens), sum(reasoning_tokens), sum(charge_nano), count(first_byte_ms),
    coalesce(sum(first_byte_ms), 0)
  FROM written GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (account_id, hour, model, key_id, outcome) DO UPDATE SET
    requests = h.requests + excluded.requests,
    input_tokens = h.input_tokens + excluded.input_tokens,
    output_tokens = h.output_tokens + excluded.output_tokens,
    cached_input_tokens = h.cached_input_tokens + excluded.cached_input_tokens,
    cache_write_tokens = h.cache_write_tokens + excluded.cache_write_tokens,
    reasoning_tokens = h.reasoning_tokens + excluded.reasoning_tokens,
    charge_nano = h.charge_nano + excluded.charge_nano,
    first_tokens = h.first_tokens + excluded.first_tokens,
    first_token_ms = h.first_token_ms + excluded.first_token_ms;
  INSERT INTO usage_daily AS d
  SELECT account_id, (started_at AT TIME ZONE 'UTC')::date, model, key_id, outcome, count(*), sum(input_tokens), sum(output_tokens),
    sum(cached_input_tokens), sum(charge_nano), count(first_byte_ms), coalesce(sum(first_byte_ms), 0)
  FROM written GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (account_id, day, model, key_id, outcome) DO UPDATE SET
    requests = d.requests + excluded.requests,
    input_tokens = d.input_tokens + excluded.input_tokens,
    output_tokens = d.output_tokens + excluded.output_tokens,
    cached_input_tokens = d.cached_input_tokens + excluded.cached_input_tokens,
    charge_nano = d.charge_nano + excluded.charge_nano,
    first_tokens = d.first_tokens + excluded.first_tokens,
    first_token_ms = d.first_token_ms + excluded.first_token_ms;
  RETURN NULL;
END $$;

-- No record is written between what is added up here and the first that the trigger adds: writers wait for the end of this transaction.
LOCK TABLE usage_records IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO usage_daily
SELECT account_id, (hour AT TIME ZONE 'UTC')::date, model, key_id, outcome, sum(requests), sum(input_tokens), sum(output_tokens),
  sum(cached_input_tokens), sum(charge_nano), sum(first_tokens), sum(first_token_ms)
FROM usage_hourly GROUP BY 1, 2, 3, 4, 5;

-- In which hours a model, a key or an outcome was, newest first: so a log that is filtered by them reads no records of other hours
-- (UsageLog). Sums change in place, without a word to these indexes.
CREATE INDEX usage_hourly_models ON usage_hourly (account_id, model, hour DESC);
CREATE INDEX usage_hourly_keys ON usage_hourly (account_id, key_id, hour DESC);
CREATE INDEX usage_hourly_outcomes ON usage_hourly (account_id, outcome, hour DESC);

-- The log of one error. Few records have one.
CREATE INDEX usage_records_errors ON usage_records (account_id, error_code, started_at DESC) WHERE error_code IS NOT NULL;
