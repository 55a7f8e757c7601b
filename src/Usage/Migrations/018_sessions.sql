-- The session of an agent that a request is a part of (a keyed hash of the name that the agent gives it; null for none), and when an attempt
-- started, from the arrival of its request.
ALTER TABLE usage_records ADD COLUMN session_id text;
ALTER TABLE usage_records ADD COLUMN start_ms bigint CHECK (start_ms >= 0);
-- The log of one session.
CREATE INDEX usage_records_session ON usage_records (account_id, session_id, started_at DESC) WHERE session_id IS NOT NULL;

-- The records of each session added up, so that a list of sessions reads no records. Written with the records by a trigger, so it is never
-- behind. requests counts attempts, as the log shows them.
CREATE TABLE usage_sessions (
  account_id uuid NOT NULL,
  session_id text NOT NULL,
  started_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  key_id text NOT NULL,
  client text,
  model text NOT NULL,
  requests bigint NOT NULL,
  input_tokens bigint NOT NULL,
  output_tokens bigint NOT NULL,
  cached_input_tokens bigint NOT NULL,
  charge_nano bigint NOT NULL,
  PRIMARY KEY (account_id, session_id)
);

-- The list, the latest first; its paging key as well.
CREATE INDEX usage_sessions_list ON usage_sessions (account_id, last_at DESC, session_id DESC);

CREATE FUNCTION usage_records_to_sessions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO usage_sessions AS s
  SELECT account_id, session_id, min(started_at), max(started_at), min(key_id), min(client), (array_agg(model ORDER BY charge_nano DESC))[1],
    count(*), sum(input_tokens), sum(output_tokens), sum(cached_input_tokens), sum(charge_nano)
  FROM written WHERE session_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
  ON CONFLICT (account_id, session_id) DO UPDATE SET
    started_at = least(s.started_at, excluded.started_at),
    last_at = greatest(s.last_at, excluded.last_at),
    requests = s.requests + excluded.requests,
    input_tokens = s.input_tokens + excluded.input_tokens,
    output_tokens = s.output_tokens + excluded.output_tokens,
    cached_input_tokens = s.cached_input_tokens + excluded.cached_input_tokens,
    charge_nano = s.charge_nano + excluded.charge_nano;
  RETURN NULL;
END $$;

CREATE TRIGGER usage_records_to_sessions AFTER INSERT ON usage_records
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION usage_records_to_sessions();
ALTER TABLE usage_records ENABLE ALWAYS TRIGGER usage_records_to_sessions;

-- How many answers began, and after how long together, so that a chart of the time to the first token reads no records either. Hours before
-- this migration have none.
ALTER TABLE usage_hourly ADD COLUMN first_tokens bigint NOT NULL DEFAULT 0;
ALTER TABLE usage_hourly ADD COLUMN first_token_ms bigint NOT NULL DEFAULT 0;

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
  RETURN NULL;
END $$;
