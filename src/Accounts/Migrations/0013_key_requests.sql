-- The id that a form gives to its request for a key, so that a form that is sent again makes no second one.
ALTER TABLE api_keys ADD COLUMN request_id uuid;
CREATE UNIQUE INDEX api_keys_once ON api_keys (account_id, request_id) WHERE request_id IS NOT NULL;
