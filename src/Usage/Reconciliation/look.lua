#!lua flags=no-writes
-- Everything a shard of the till holds, at one moment. Reads only, and Redis sees to it.
-- KEYS: open, events, holds, then accounts, then budgets, then marks of ledger transactions waiting in the outbox.
-- ARGV: number of accounts, number of budgets, the prefix of the shard's holds.
-- Answers {epoch or '', events as id and fields, holds as {request id, state, account, budget, amount}, accounts as {credit, held, inflight},
-- budgets as {spent, held}, marks as 1 or 0, milliseconds since 1970}. The holds' own keys carry the same hash tag as the others.
local accounts, budgets = tonumber(ARGV[1]), tonumber(ARGV[2])
local holds, accountRows, budgetRows, marks = {}, {}, {}, {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
  local hold = redis.call('HMGET', ARGV[3] .. id, 'state', 'account', 'budget', 'amount')
  holds[#holds + 1] = {id, hold[1] or '', hold[2] or '', hold[3] or '', hold[4] or '0'}
end
for i = 4, #KEYS do
  if i <= 3 + accounts then
    local row = redis.call('HMGET', KEYS[i], 'credit', 'held', 'inflight')
    accountRows[#accountRows + 1] = {row[1] or '0', row[2] or '0', row[3] or '0'}
  elseif i <= 3 + accounts + budgets then
    local row = redis.call('HMGET', KEYS[i], 'spent', 'held')
    budgetRows[#budgetRows + 1] = {row[1] or '0', row[2] or '0'}
  else
    marks[#marks + 1] = redis.call('EXISTS', KEYS[i])
  end
end
local time = redis.call('TIME')
return {redis.call('GET', KEYS[1]) or '', redis.call('XRANGE', KEYS[2], '-', '+'), holds, accountRows, budgetRows, marks,
  time[1] .. string.format('%03d', math.floor(time[2] / 1000))}
