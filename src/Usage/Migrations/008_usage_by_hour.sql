-- The records of an account added up by hour (UTC) of their start, model, key and outcome, so that a chart of a month need not read
-- them all. Written with the records by a trigger, so it is never behind. requests counts attempts, as the log shows them.
CREATE TABLE usage_hourly (
  account_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  model text NOT NULL,
  key_id text NOT NULL,
  outcome text NOT NULL,
  requests bigint NOT NULL,
  input_tokens bigint NOT NULL,
  output_tokens bigint NOT NULL,
  cached_input_tokens bigint NOT NULL,
  cache_write_tokens bigint NOT NULL,
  reasoning_tokens bigint NOT NULL,
  charge_nano bigint NOT NULL,
  PRIMARY KEY (account_id, hour, model, key_id, outcome)
);

CREATE FUNCTION usage_records_to_hours() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO usage_hourly AS h
  SELECT account_id, date_trunc('hour', started_at, 'UTC'), model, key_id, outcome, count(*), sum(input_tokens), sum(output_tokens),
    sum(cached_input_tokens), sum(cache_write_tokens), sum(reasoning_tokens), sum(charge_nano)
  FROM written GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (account_id, hour, model, key_id, outcome) DO UPDATE SET
    requests = h.requests + excluded.requests,
    input_tokens = h.input_tokens + excluded.input_tokens,
    output_tokens = h.output_tokens + excluded.output_tokens,
    cached_input_tokens = h.cached_input_tokens + excluded.cached_input_tokens,
    cache_write_tokens = h.cache_write_tokens + excluded.cache_write_tokens,
    reasoning_tokens = h.reasoning_tokens + excluded.reasoning_tokens,
    charge_nano = h.charge_nano + excluded.charge_nano;
  RETURN NULL;
END $$;

-- From here on no record is written without its hour; and no writer is under way, so what is there now is all the rest.
CREATE TRIGGER usage_records_to_hours AFTER INSERT ON usage_records
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION usage_records_to_hours();
ALTER TABLE usage_records ENABLE ALWAYS TRIGGER usage_records_to_hours;

INSERT INTO usage_hourly
SELECT account_id, date_trunc('hour', started_at, 'UTC'), model, key_id, outcome, count(*), sum(input_tokens), sum(output_tokens),
  sum(cached_input_tokens), sum(cache_write_tokens), sum(reasoning_tokens), sum(charge_nano)
FROM usage_records GROUP BY 1, 2, 3, 4, 5;
