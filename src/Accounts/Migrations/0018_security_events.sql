-- What happened to an account, for its owner to see; whoever runs the platform has the audit log. So much of each account is kept
-- (SecurityEvents): what was refused apart from what was done, so that a stranger who guesses crowds nothing out.
CREATE TABLE security_events (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
  at         timestamptz NOT NULL,                      -- the last time
  count      integer NOT NULL DEFAULT 1 CHECK (count > 0), -- the same refusal from the same network within the hour is one row
  action     text NOT NULL,
  outcome    text NOT NULL,                             -- 'done' or the code of the refusal
  network    text,                                      -- its prefix; null for a service of ours
  client     text,                                      -- as the browser names itself
  key_id     text,
  detail     text
);

CREATE INDEX security_events_log ON security_events (account_id, at DESC, id DESC);
