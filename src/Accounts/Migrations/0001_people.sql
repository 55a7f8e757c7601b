-- People: the columns of ASP.NET Core Identity's user that are used, and no table for those that are not.
CREATE TABLE people (
  id                  uuid PRIMARY KEY,
  email               text NOT NULL,
  normalized_email    text NOT NULL UNIQUE,
  password_hash       text NOT NULL,
  security_stamp      text NOT NULL, -- changes with the password
  concurrency_stamp   text NOT NULL, -- changes with anything Identity writes
  access_failed_count integer NOT NULL DEFAULT 0,
  lockout_end         timestamptz,
  created_at          timestamptz NOT NULL
);

-- A session is found by the SHA-256 of its token; the token itself is never stored.
CREATE TABLE sessions (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  account_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
  client     text,
  created_at timestamptz NOT NULL,
  touched_at timestamptz NOT NULL
);

CREATE INDEX sessions_account ON sessions (account_id);
