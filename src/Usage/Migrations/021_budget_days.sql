-- What was spent against each budget by the day (UTC) on which the holds of its requests were placed, for the spend limits by the day, week
-- and month. A record says when its hold was placed; null is when the request started, in records from before.
ALTER TABLE usage_records ADD COLUMN placed_at timestamptz;

CREATE TABLE budget_days (
  account_id uuid NOT NULL,
  budget_id text NOT NULL,
  day date NOT NULL,
  spent_nano bigint NOT NULL,
  PRIMARY KEY (account_id, budget_id, day)
);

CREATE INDEX budget_days_by_shard ON budget_days (till_shard(account_id), day);

INSERT INTO budget_days (account_id, budget_id, day, spent_nano)
SELECT account_id, budget_id, (started_at AT TIME ZONE 'UTC')::date, sum(charge_nano) FROM usage_records GROUP BY 1, 2, 3;

-- In this order everywhere, so that two writers do not deadlock.
CREATE OR REPLACE FUNCTION usage_records_to_budgets() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO budgets AS b (account_id, budget_id, spent_nano)
  SELECT account_id, budget_id, sum(charge_nano)
  FROM written GROUP BY account_id, budget_id ORDER BY account_id, budget_id
  ON CONFLICT (account_id, budget_id) DO UPDATE SET spent_nano = b.spent_nano + excluded.spent_nano;
  INSERT INTO budget_days AS d (account_id, budget_id, day, spent_nano)
  SELECT account_id, budget_id, (coalesce(placed_at, started_at) AT TIME ZONE 'UTC')::date, sum(charge_nano)
  FROM written GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (account_id, budget_id, day) DO UPDATE SET spent_nano = d.spent_nano + excluded.spent_nano;
  RETURN NULL;
END $$;
