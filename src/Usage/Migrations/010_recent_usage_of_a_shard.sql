-- What was booked for a shard lately, which is what the till is told before the shard is opened (ShardBook.SettledAsync): without this each of
-- the sixteen reads what was booked for all.
CREATE INDEX ledger_transactions_usage_of_shard ON ledger_transactions (till_shard(account_id), id) WHERE kind = 'usage';
