-- open v5: fills a shard from the ledger and lets it admit. The caller keeps the shard's ledger from changing meanwhile, and has marked
-- what was settled lately. Existing holds, kept by Redis or placed again by gateways, stay; the amounts held are summed up from them. All keys
-- carry the hash tag of the shard.
-- KEYS  1 open  2 events  3 holds  4 marked, then the accounts, then the marks of ledger transactions the balances contain.
-- ARGV  1 epoch  2 last millisecond at which the balances are good  3 number of accounts  4 number of budgets  5 seconds such a mark lives
--       6 milliseconds the shard stays open unless renewed  7 prefix of the keys of holds  8 prefix of the keys of accounts
--       9 millisecond up to which settled requests must be marked, then the credit of each account, then of each budget the number of
--       its account, its id and what was spent of it, then of each day of a budget the number of its account, its id, the day since 1970
--       and what was spent of it by requests whose holds were placed that day, see days.lua.
-- Returns opened; or why not: late, already, draining, unmarked.
local time = redis.call('TIME')
if time[1] * 1000 + time[2] / 1000 > tonumber(ARGV[2]) then return 'late' end
if redis.call('EXISTS', KEYS[1]) == 1 then return 'already' end
-- Charges that are not posted yet would be lost. Nothing is admitted meanwhile, so the stream is soon empty.
if redis.call('XLEN', KEYS[2]) > 0 then return 'draining' end
-- Redis has lost the marks since: a settlement that is sent again would be charged twice.
if tonumber(redis.call('GET', KEYS[4]) or 0) < tonumber(ARGV[9]) then return 'unmarked' end

local accounts, budgets = tonumber(ARGV[3]), tonumber(ARGV[4])
local credits, fixed = 9, 4
local spendings = credits + accounts

-- MGET, because an older version of the platform left hashes here: GET fails on a hash, MGET returns nothing.
local held = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
  local text = redis.call('MGET', ARGV[7] .. id)[1] or ''
  local amount, started, account, budget = string.match(text, '^held\n(%d+)\n(%d+)\n([^\n]*)\n([^\n]*)')
  if amount then
    held[#held + 1] = {ARGV[8] .. account, budget, amount, days.of(started), text}
    -- Also the account of a hold that the ledger does not know.
    redis.call('DEL', ARGV[8] .. account)
  else
    redis.call('ZREM', KEYS[3], id)
  end
end

for i = 1, accounts do
  redis.call('DEL', KEYS[fixed + i])
  redis.call('HSET', KEYS[fixed + i], 'credit', ARGV[credits + i], 'held', '0', 'inflight', '0')
end
for i = spendings + 1, spendings + 3 * budgets, 3 do
  redis.call('HSET', KEYS[fixed + ARGV[i]], 'spent:' .. ARGV[i + 1], ARGV[i + 2])
end
for i = spendings + 3 * budgets + 1, #ARGV, 4 do
  days.add(KEYS[fixed + ARGV[i]], ARGV[i + 1], tonumber(ARGV[i + 2]), ARGV[i + 3], 0)
end
for i = fixed + accounts + 1, #KEYS do
  redis.call('SET', KEYS[i], '1', 'EX', ARGV[5])
end
for _, hold in ipairs(held) do
  redis.call('HINCRBY', hold[1], 'held', hold[3])
  redis.call('HINCRBY', hold[1], 'inflight', 1)
  redis.call('HINCRBY', hold[1], 'held:' .. hold[2], hold[3])
  days.add(hold[1], hold[2], hold[4], 0, hold[3])
  limits.run(hold[1], hold[5])
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[6])
return 'opened'
