-- API keys. A key that is deleted keeps its row, so that whoever still uses it can be told that it was deleted.
CREATE TABLE api_keys (
  id            text PRIMARY KEY,
  hash          bytea NOT NULL UNIQUE CHECK (length(hash) = 32), -- SHA-256 of the whole key
  last_four     text NOT NULL,
  account_id    uuid NOT NULL REFERENCES people ON DELETE CASCADE,
  budget_id     text NOT NULL,                                   -- id of the first key of its chain of rotations
  name          text NOT NULL,
  status        text NOT NULL CHECK (status IN ('Active', 'Disabled', 'Replaced', 'Deleted')),
  created_at    timestamptz NOT NULL,
  expires_at    timestamptz,
  grace_ends_at timestamptz,
  last_used_at  timestamptz,
  spend_limit   bigint CHECK (spend_limit > 0),                  -- nano-USD
  models        text[] CHECK (cardinality(models) > 0),
  CHECK ((status <> 'Replaced') OR (grace_ends_at IS NOT NULL))
);

CREATE INDEX api_keys_account ON api_keys (account_id, created_at DESC);
