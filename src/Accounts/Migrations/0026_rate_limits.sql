-- How much a key, an account or a model within each account may ask for at a time; null is as much as the gateway allows all of them.
ALTER TABLE api_keys
    ADD COLUMN tokens_per_minute bigint CHECK (tokens_per_minute BETWEEN 1 AND 1000000000),
    ADD COLUMN concurrent_requests integer CHECK (concurrent_requests BETWEEN 1 AND 100000);

ALTER TABLE models
    ADD COLUMN requests_per_minute integer CHECK (requests_per_minute BETWEEN 1 AND 1000000),
    ADD COLUMN tokens_per_minute bigint CHECK (tokens_per_minute BETWEEN 1 AND 1000000000),
    ADD COLUMN concurrent_requests integer CHECK (concurrent_requests BETWEEN 1 AND 100000);

-- Those that the operator gave an account; one without a row has the gateway's.
CREATE TABLE account_limits (
    account_id uuid PRIMARY KEY REFERENCES people (id),
    requests_per_minute integer CHECK (requests_per_minute BETWEEN 1 AND 1000000),
    tokens_per_minute bigint CHECK (tokens_per_minute BETWEEN 1 AND 1000000000),
    concurrent_requests integer CHECK (concurrent_requests BETWEEN 1 AND 100000)
);
