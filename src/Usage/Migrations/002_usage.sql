-- One row per attempt of a request. What makes it happen once is the ledger transaction ('usage', '<request>/<attempt>'), so this
-- table may later be partitioned by time without losing that.
CREATE TABLE usage_records (
  request_id text NOT NULL,
  attempt integer NOT NULL,
  account_id uuid NOT NULL,
  key_id text NOT NULL,
  budget_id text NOT NULL,
  endpoint text NOT NULL,
  model text NOT NULL,
  upstream text NOT NULL,
  upstream_model text NOT NULL,
  streamed boolean NOT NULL,
  started_at timestamptz NOT NULL,
  duration_ms bigint NOT NULL,
  first_byte_ms bigint,
  status_code integer,
  outcome text NOT NULL,
  error_code text,
  input_tokens bigint NOT NULL,
  output_tokens bigint NOT NULL,
  cached_input_tokens bigint NOT NULL,
  cache_write_tokens bigint NOT NULL,
  reasoning_tokens bigint NOT NULL,
  source text NOT NULL,
  price_version integer NOT NULL,
  price_input bigint NOT NULL,
  price_output bigint NOT NULL,
  price_cached_input bigint,
  price_cache_write bigint,
  price_reasoning bigint,
  hold_nano bigint NOT NULL,
  charge_nano bigint NOT NULL CHECK (charge_nano >= 0),
  client text,
  trace_id text,
  ledger_transaction_id uuid NOT NULL REFERENCES ledger_transactions (id),
  PRIMARY KEY (request_id, attempt)
);

-- The log, newest first; its paging key as well.
CREATE INDEX usage_records_log ON usage_records (account_id, started_at DESC, request_id DESC, attempt DESC);

-- What was spent against each budget: the sum of its records, kept so that opening the till never has to add up history.
CREATE TABLE budgets (
  account_id uuid NOT NULL,
  budget_id text NOT NULL,
  spent_nano bigint NOT NULL,
  PRIMARY KEY (account_id, budget_id)
);

CREATE INDEX budgets_by_shard ON budgets (till_shard(account_id));

CREATE FUNCTION usage_records_to_budgets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO budgets AS b (account_id, budget_id, spent_nano)
  SELECT account_id, budget_id, sum(charge_nano)
  FROM written GROUP BY account_id, budget_id ORDER BY account_id, budget_id
  ON CONFLICT (account_id, budget_id) DO UPDATE SET spent_nano = b.spent_nano + excluded.spent_nano;
  RETURN NULL;
END $$;

CREATE TRIGGER usage_records_to_budgets AFTER INSERT ON usage_records
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION usage_records_to_budgets();

-- Events that could not be booked, byte for byte, for a person to look at. The hash tells a repeat from another event that got
-- the same id in a Redis that started over.
CREATE TABLE dead_letters (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  shard integer NOT NULL,
  entry_id text NOT NULL,
  raw bytea NOT NULL,
  reason text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX dead_letters_once ON dead_letters (shard, entry_id, sha256(raw));
