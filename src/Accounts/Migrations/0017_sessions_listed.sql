-- What a person needs to recognise a session and to end it. The id is no secret and opens nothing.
ALTER TABLE sessions ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE sessions ADD COLUMN network text; -- the prefix of the network that it was last used from
CREATE UNIQUE INDEX sessions_id ON sessions (id);
