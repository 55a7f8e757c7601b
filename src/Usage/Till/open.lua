-- Fills a shard from the book and lets it admit. The caller keeps the book of this shard still meanwhile. Holds that are there, kept
-- or registered anew by gateways, stay; what is held is added up from them. All keys carry the hash tag of the shard.
-- KEYS: open, events, holds, then the accounts, then the budgets, then the marks of ledger transactions the balances contain.
-- ARGV: epoch, last millisecond at which the balances are good, number of accounts, number of budgets, seconds a mark lives,
-- milliseconds it stays open unless renewed, prefixes of hold and account, seconds a settled hold is remembered, then the credit of each
-- account, what was spent of each budget, and the ids of requests that are booked: their charge is in the balances.
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

local accounts, budgets, values = tonumber(ARGV[3]), tonumber(ARGV[4]), 9
for i = values + accounts + budgets + 1, #ARGV do
  local hold = ARGV[7] .. ARGV[i]
  redis.call('HSET', hold, 'state', 'settled')
  redis.call('EXPIRE', hold, ARGV[9])
  redis.call('ZREM', KEYS[3], ARGV[i])
end

for i = 1, accounts do
  redis.call('HSET', KEYS[3 + i], 'credit', ARGV[values + i], 'held', '0', 'inflight', '0')
end
for i = accounts + 1, accounts + budgets do
  redis.call('HSET', KEYS[3 + i], 'spent', ARGV[values + i], 'held', '0')
end
for i = 3 + accounts + budgets + 1, #KEYS do
  redis.call('SET', KEYS[i], '1', 'EX', ARGV[5])
end

-- A budget that nothing was ever booked against is known by its holds alone, so it is emptied first.
local held = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
  local hold = redis.call('HMGET', ARGV[7] .. id, 'state', 'account', 'budget', 'amount')
  if hold[1] == 'held' then
    local account = ARGV[8] .. 'account:' .. hold[2]
    local budget = ARGV[8] .. 'budget:' .. hold[3]
    held[#held + 1] = {account, budget, hold[4]}
    redis.call('HSET', account, 'held', '0', 'inflight', '0')
    redis.call('HSET', budget, 'held', '0')
  else
    redis.call('ZREM', KEYS[3], id)
  end
end
for _, hold in ipairs(held) do
  redis.call('HINCRBY', hold[1], 'held', hold[3])
  redis.call('HINCRBY', hold[1], 'inflight', 1)
  redis.call('HINCRBY', hold[2], 'held', hold[3])
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[6])
return 'opened'
