-- How many requests a key may send in a minute; null is as many as the gateway allows every key.
ALTER TABLE api_keys ADD COLUMN requests_per_minute integer CHECK (requests_per_minute BETWEEN 1 AND 1000000);
