-- increment v3: raises the hold of a running request by as much of the wanted amount as credit and spend limit allow, and lets it live
-- a whole lifetime from now. Delivered again it may raise the hold again, which is released when the request is settled.
-- Wanting 0 renews only. All amounts are whole nano-USD; Redis's clock is the only one.
-- KEYS  1 open  2 hold  3 account  4 holds
-- ARGV  1 request id  2 wanted  3 spend limit or -1  4 hold lifetime ms  5 budget id
--       6 spend limit for a period or -1  7 its period: day, week or month, which is that of the day on which the hold was placed
-- Returns {reason, granted}; the reason says why less was granted than wanted, see IncrementReason.
local GRANTED, CLOSED, ENDED, CREDIT, KEY_LIMIT, PERIOD_LIMIT = 0, 1, 2, 3, 4, 5
-- As in admit.lua.
local EXACT = 2 ^ 53
local function whole(n) return string.format('%d', n) end

-- A hold that has ended stays ended. One that the till has lost is placed again by restore.lua.
local amount, facts, started = string.match(redis.call('GET', KEYS[2]) or '', '^held\n(%d+)(\n(%d+).*)$')
if not amount then return {ENDED, 0} end
local clock = redis.call('TIME')
redis.call('ZADD', KEYS[4], whole(clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[4]), ARGV[1])
local wanted, limit, period_limit = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[6])
if wanted == 0 then return {GRANTED, 0} end
-- The balances of a closed shard are not valid.
if redis.call('EXISTS', KEYS[1]) == 0 then return {CLOSED, 0} end

local HELD = 'held:' .. ARGV[5]
local account = redis.call('HMGET', KEYS[3], 'credit', 'held', 'spent:' .. ARGV[5], HELD)
local credit, held = tonumber(account[1] or 0), tonumber(account[2] or 0)
local spent, reserved = tonumber(account[3] or 0), tonumber(account[4] or 0)
local grant, reason = wanted, GRANTED
local free = math.min(credit, EXACT) - held
if free < grant then grant, reason = free, CREDIT end
if limit >= 0 and limit - spent - reserved < grant then grant, reason = limit - spent - reserved, KEY_LIMIT end
local day = days.of(started)
if period_limit >= 0 then
  local of_period, held_of_period = days.total(KEYS[3], ARGV[5], ARGV[7], day)
  if period_limit - of_period - held_of_period < grant then grant, reason = period_limit - of_period - held_of_period, PERIOD_LIMIT end
end
if grant <= 0 then return {reason, 0} end

redis.call('HSET', KEYS[3], 'held', whole(held + grant), HELD, whole(reserved + grant))
days.add(KEYS[3], ARGV[5], day, 0, grant)
redis.call('SET', KEYS[2], 'held\n' .. whole(amount + grant) .. facts)
return {reason, grant}
