-- Fills a shard from the book and lets it admit. The caller keeps the book of this shard still meanwhile.
-- KEYS: open, events, then the accounts, then the budgets, then the marks of ledger transactions the balances contain.
-- ARGV: epoch, last millisecond at which the balances are good, number of accounts, number of budgets, seconds a mark lives,
-- then the credit of each account and what was spent of each budget.
local time = redis.call('TIME')
if tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000 > tonumber(ARGV[2]) then
  return 'late'
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 'already'
end
-- Charges the book does not know yet would be forgotten. Nothing is admitted, so the stream runs dry soon.
if redis.call('XLEN', KEYS[2]) > 0 then
  return 'draining'
end

local accounts, budgets = tonumber(ARGV[3]), tonumber(ARGV[4])
for i = 1, accounts do
  redis.call('HSET', KEYS[2 + i], 'credit', ARGV[5 + i])
end
for i = accounts + 1, accounts + budgets do
  redis.call('HSET', KEYS[2 + i], 'spent', ARGV[5 + i])
end
for i = accounts + budgets + 3, #KEYS do
  redis.call('SET', KEYS[i], '1', 'EX', ARGV[5])
end
redis.call('SET', KEYS[1], ARGV[1])
return 'opened'
