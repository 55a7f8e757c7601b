-- The attempts with a wrong password, by e-mail address and network. The address is hashed, because whatever is typed is counted, also the
-- addresses of people who have no account. Unlogged: a crash of the server forgets the delays, and nothing else depends on them.
CREATE UNLOGGED TABLE sign_in_attempts (
  email_hash bytea NOT NULL CHECK (length(email_hash) = 32), -- SHA-256
  network    text NOT NULL,                                  -- an IPv4 address or the /64 of an IPv6 one; empty for our own services
  attempts   integer NOT NULL,
  next_at    timestamptz NOT NULL,                           -- when the next attempt may be made
  PRIMARY KEY (email_hash, network)
);

CREATE INDEX sign_in_attempts_age ON sign_in_attempts (next_at);

-- people.access_failed_count and people.lockout_end are no longer used: an account has no lock that a stranger could close.
