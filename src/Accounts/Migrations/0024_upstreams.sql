-- The upstreams of the catalogue file, in the order of the file: the contract's record as JSON. Credentials are names of the gateway's
-- settings, never secrets.
CREATE TABLE upstreams (
  name       text PRIMARY KEY,
  position   integer NOT NULL,
  definition text NOT NULL CHECK (json_typeof(definition::json) = 'object')
);

-- A model names others that answer in its place; a route has a place among the routes of its model, and limits and deadlines of its own,
-- as JSON.
ALTER TABLE models ADD COLUMN fallbacks text[];
ALTER TABLE routes ADD COLUMN priority integer CHECK (priority >= 0);
ALTER TABLE routes ADD COLUMN weight integer NOT NULL DEFAULT 1 CHECK (weight > 0);
ALTER TABLE routes ADD COLUMN limits text CHECK (json_typeof(limits::json) = 'object');
ALTER TABLE routes ADD COLUMN deadlines text CHECK (json_typeof(deadlines::json) = 'object');

-- Counts the changes of the catalogue, so that the answer that was made from it is made again only after one.
CREATE TABLE catalogue_state (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  version bigint NOT NULL
);
INSERT INTO catalogue_state (version) VALUES (1);
