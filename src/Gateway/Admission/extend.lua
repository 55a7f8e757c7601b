-- extend v1: raises the hold of a running request by as much of the wanted amount as credit and spend limit allow, and lets it live
-- a whole lifetime from now. Delivered again it may raise the hold again, which is given back when the request is settled.
-- Wanting 0 renews only. All amounts are whole nano-USD; Redis's clock is the only one.
-- KEYS  1 open  2 account  3 budget  4 hold  5 holds
-- ARGV  1 request id  2 wanted  3 spend limit or -1  4 hold lifetime ms
-- Answers {reason, granted}; the reason says why less was granted than wanted, see ExtensionReason.
local GRANTED, CLOSED, ENDED, CREDIT, KEY_LIMIT = 0, 1, 2, 3, 4
local function whole(n) return string.format('%.0f', n) end

-- What has ended stays ended, and what the till has lost is placed again by rehold.lua.
if redis.call('HGET', KEYS[4], 'state') ~= 'held' then return {ENDED, '0'} end
local clock = redis.call('TIME')
redis.call('ZADD', KEYS[5], whole(clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[4]), ARGV[1])
local wanted, limit = tonumber(ARGV[2]), tonumber(ARGV[3])
if wanted == 0 then return {GRANTED, '0'} end
-- Its balances are not to be trusted until it is open.
if redis.call('EXISTS', KEYS[1]) == 0 then return {CLOSED, '0'} end

local account = redis.call('HMGET', KEYS[2], 'credit', 'held')
local grant, reason = wanted, GRANTED
local free = tonumber(account[1] or 0) - tonumber(account[2] or 0)
if free < grant then grant, reason = free, CREDIT end
if limit >= 0 then
  local budget = redis.call('HMGET', KEYS[3], 'spent', 'held')
  local left = limit - tonumber(budget[1] or 0) - tonumber(budget[2] or 0)
  if left < grant then grant, reason = left, KEY_LIMIT end
end
if grant <= 0 then return {reason, '0'} end

redis.call('HINCRBY', KEYS[2], 'held', whole(grant))
redis.call('HINCRBY', KEYS[3], 'held', whole(grant))
redis.call('HINCRBY', KEYS[4], 'amount', whole(grant))
return {reason, whole(grant)}
