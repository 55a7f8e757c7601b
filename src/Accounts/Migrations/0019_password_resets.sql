-- Links to choose a new password. Only the SHA-256 of the token is kept. A link works once, for a short time, and only while the password is
-- the one for which it was made: the security stamp changes with the password.
CREATE TABLE password_resets (
  token_hash     bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  account_id     uuid NOT NULL REFERENCES people ON DELETE CASCADE,
  security_stamp text NOT NULL,
  expires_at     timestamptz NOT NULL
);

CREATE INDEX password_resets_account ON password_resets (account_id);
