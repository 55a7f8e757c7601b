-- Requests that ended before an upstream was called: no money, no receipt, and nothing that must be complete. They are kept apart from
-- usage_records, so that a flood of them never crowds those out, and are removed by age and by number (RefusedRetention).
CREATE TABLE refused_requests (
  account_id uuid NOT NULL,
  request_id text NOT NULL,
  at timestamptz NOT NULL,
  key_id text NOT NULL,
  endpoint text NOT NULL,
  model text,
  client text,
  status integer NOT NULL,
  code text NOT NULL,
  message text NOT NULL,
  -- The key's secret was checked and in force. What is not so has a share of its own of what is kept.
  verified boolean NOT NULL,
  -- How many requests the row stands for.
  count integer NOT NULL CHECK (count > 0),
  PRIMARY KEY (account_id, request_id)
);

-- The list, newest first; its paging key as well.
CREATE INDEX refused_requests_log ON refused_requests (account_id, at DESC, request_id DESC);
-- What is the oldest.
CREATE INDEX refused_requests_age ON refused_requests (at);
