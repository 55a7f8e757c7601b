-- As what each shard of the till was opened last, and in which Redis process. A till that says otherwise has gone back in time or
-- was replaced, and is filled from here anew.
CREATE TABLE till_shards (
  shard integer PRIMARY KEY,
  epoch text NOT NULL,
  store text NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now()
);
