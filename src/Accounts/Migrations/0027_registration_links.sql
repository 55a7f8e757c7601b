-- Links to finish a registration, where an address is confirmed before it has an account. Only the SHA-256 of the token is kept. A link works
-- once, for a short time. No password is kept with it: it is chosen by who has opened the link.
CREATE TABLE registration_links (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  email      text NOT NULL,                        -- as it was typed, in lower case
  expires_at timestamptz NOT NULL
);

CREATE INDEX registration_links_expiry ON registration_links (expires_at);
