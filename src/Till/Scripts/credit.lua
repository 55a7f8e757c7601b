-- Changes an account's credit by one ledger transaction, once.
-- KEYS: open, account, mark of the transaction. ARGV: the epoch the caller saw, amount, seconds the mark lives.
-- Returns 1 applied now, 0 applied before, -1 not applied: the shard is closed, or was opened anew and filled with the ledger's balance,
-- which contains this amount.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return -1
end
if redis.call('EXISTS', KEYS[3]) == 1 then
  return 0
end
redis.call('HINCRBY', KEYS[2], 'credit', ARGV[2])
redis.call('SET', KEYS[3], '1', 'EX', ARGV[3])
return 1
