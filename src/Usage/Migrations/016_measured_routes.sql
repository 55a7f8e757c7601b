-- How models and their routes do, for pages that everybody can read: the attempts of all accounts added up by hour (UTC), and the times to
-- the first byte of streams by day. Written with the records by triggers, so they are never behind. No account is named, only its shard of
-- the till: the records of one shard have one writer at a time, so that no two writers wait for the same row.

-- Whether an attempt says anything of its route: it was completed, or the provider failed it. A caller that hung up, a fault in the
-- request, missing credit and an empty answer say nothing.
CREATE FUNCTION counts_for_its_route(outcome text, error_code text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN outcome = 'Completed' OR (outcome IN ('Failed', 'Interrupted')
    AND coalesce(error_code, '') IN ('upstream_error', 'upstream_timeout', 'upstream_unavailable', 'overloaded_error', 'rate_limit_exceeded'));

-- requests are first attempts; a request whose second attempt is completed is one request, two attempts, one completed.
CREATE TABLE route_hourly (
  hour timestamptz NOT NULL,
  model text NOT NULL,
  upstream text NOT NULL,
  upstream_model text NOT NULL,
  shard integer NOT NULL,
  requests bigint NOT NULL,
  attempts bigint NOT NULL,
  completed bigint NOT NULL,
  PRIMARY KEY (hour, model, upstream, upstream_model, shard)
);

-- step is the least whole number for which 1.1 to its power is not below the milliseconds, so a median is exact to a tenth.
CREATE TABLE route_first_bytes (
  day date NOT NULL,
  model text NOT NULL,
  upstream text NOT NULL,
  upstream_model text NOT NULL,
  shard integer NOT NULL,
  step smallint NOT NULL,
  streams bigint NOT NULL,
  PRIMARY KEY (day, model, upstream, upstream_model, shard, step)
);

CREATE FUNCTION usage_records_to_routes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO route_hourly AS h
  SELECT date_trunc('hour', started_at, 'UTC'), model, upstream, upstream_model, till_shard(account_id),
    count(*) FILTER (WHERE attempt = 1), count(*), count(*) FILTER (WHERE outcome = 'Completed')
  FROM written WHERE counts_for_its_route(outcome, error_code) GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (hour, model, upstream, upstream_model, shard) DO UPDATE SET
    requests = h.requests + excluded.requests,
    attempts = h.attempts + excluded.attempts,
    completed = h.completed + excluded.completed;
  INSERT INTO route_first_bytes AS f
  SELECT (started_at AT TIME ZONE 'UTC')::date, model, upstream, upstream_model, till_shard(account_id),
    ceil(ln(greatest(first_byte_ms, 1)) / ln(1.1))::smallint, count(*)
  FROM written WHERE streamed AND outcome = 'Completed' AND first_byte_ms IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (day, model, upstream, upstream_model, shard, step) DO UPDATE SET streams = f.streams + excluded.streams;
  RETURN NULL;
END $$;

-- From here on no record is written without its route; and no writer is under way, so what is there now is all the rest.
CREATE TRIGGER usage_records_to_routes AFTER INSERT ON usage_records
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION usage_records_to_routes();
ALTER TABLE usage_records ENABLE ALWAYS TRIGGER usage_records_to_routes;

INSERT INTO route_hourly
SELECT date_trunc('hour', started_at, 'UTC'), model, upstream, upstream_model, till_shard(account_id),
  count(*) FILTER (WHERE attempt = 1), count(*), count(*) FILTER (WHERE outcome = 'Completed')
FROM usage_records WHERE counts_for_its_route(outcome, error_code) GROUP BY 1, 2, 3, 4, 5;

INSERT INTO route_first_bytes
SELECT (started_at AT TIME ZONE 'UTC')::date, model, upstream, upstream_model, till_shard(account_id),
  ceil(ln(greatest(first_byte_ms, 1)) / ln(1.1))::smallint, count(*)
FROM usage_records WHERE streamed AND outcome = 'Completed' AND first_byte_ms IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6;
