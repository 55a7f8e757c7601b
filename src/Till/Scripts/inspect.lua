-- Reads everything in a shard, at one moment. It is read-only, which Redis enforces.
-- KEYS  1 open  2 events  3 holds, then accounts, then marks of ledger transactions waiting in the outbox.
-- ARGV  1 number of accounts  2 prefix of the keys of the shard's holds  3 number of budgets, then of each budget the number of its account
--       and its id, then of each day of a budget the number of its account, its id and the day since 1970, see days.lua.
-- Returns {epoch or '', events as id and fields, holds as {request id, state, account, budget, amount, started},
-- accounts as {credit, held, inflight}, budgets as {spent, held}, marks as 1 or 0, milliseconds since 1970, days as {spent, held}}.
-- The holds' own keys carry the same hash tag as the others.
local accounts = tonumber(ARGV[1])
local budgets = tonumber(ARGV[3])
local holds, accountRows, budgetRows, dayRows, marks = {}, {}, {}, {}, {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
  local hold = redis.call('GET', ARGV[2] .. id) or ''
  local amount, started, account, budget = string.match(hold, '^%a+\n(%d+)\n(%d+)\n([^\n]*)\n([^\n]*)')
  holds[#holds + 1] = {id, string.match(hold, '^%a*'), account or '', budget or '', amount or '0', started or '0'}
end
for i = 4, #KEYS do
  if i <= 3 + accounts then
    local row = redis.call('HMGET', KEYS[i], 'credit', 'held', 'inflight')
    accountRows[#accountRows + 1] = {row[1] or '0', row[2] or '0', row[3] or '0'}
  else
    marks[#marks + 1] = redis.call('EXISTS', KEYS[i])
  end
end
for i = 4, 3 + 2 * budgets, 2 do
  local row = redis.call('HMGET', KEYS[3 + ARGV[i]], 'spent:' .. ARGV[i + 1], 'held:' .. ARGV[i + 1])
  budgetRows[#budgetRows + 1] = {row[1] or '0', row[2] or '0'}
end
for i = 4 + 2 * budgets, #ARGV, 3 do
  local field = days.field(ARGV[i + 1], tonumber(ARGV[i + 2]))
  local spent, held = days.parse(redis.call('HGET', KEYS[3 + ARGV[i]], field), tonumber(ARGV[i + 2]))
  dayRows[#dayRows + 1] = {string.format('%d', spent), string.format('%d', held)}
end
local time = redis.call('TIME')
return {redis.call('GET', KEYS[1]) or '', redis.call('XRANGE', KEYS[2], '-', '+'), holds, accountRows, budgetRows, marks,
  time[1] .. string.format('%03d', math.floor(time[2] / 1000)), dayRows}
