-- admit v2: may this request run, now? Decides and takes in one step, so that racing requests cannot spend the same credit.
-- All amounts are whole nano-USD; Redis's clock is the only one.
-- KEYS  1 open  2 account  3 budget  4 rate  5 hold  6 holds
-- ARGV  1 request id  2 wanted  3 least  4 spend limit or -1  5 hold lifetime ms  6 requests per minute
--       7 requests at once  8 account id  9 budget id  10 key id  11 model  12 endpoint
-- Answers {reason, a, b, remaining, reset us}: what a and b are depends on the reason, see Till.AdmitAsync.
local ADMITTED, CLOSED, RATE, CONCURRENCY, CREDIT, IN_FLIGHT, KEY_LIMIT = 0, 1, 2, 3, 4, 5, 6
local function whole(n) return string.format('%.0f', n) end

-- A request id has one admission: this one was withdrawn before it came.
if redis.call('EXISTS', KEYS[5]) == 1 then return {CLOSED, '0', '0', 0, '0'} end
if redis.call('EXISTS', KEYS[1]) == 0 then return {CLOSED, '0', '0', 0, '0'} end

local account = redis.call('HMGET', KEYS[2], 'credit', 'held', 'inflight')
local credit, held, inflight = tonumber(account[1] or 0), tonumber(account[2] or 0), tonumber(account[3] or 0)
local budget = redis.call('HMGET', KEYS[3], 'spent', 'held')
local spent, reserved = tonumber(budget[1] or 0), tonumber(budget[2] or 0)
local wanted, least, limit = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

-- The rate, by GCRA: the theoretical arrival time moves on by one interval a request and may run a minute ahead of the clock.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local minute = 60000000
local interval = minute / tonumber(ARGV[6])
local arrival = math.max(tonumber(redis.call('GET', KEYS[4]) or 0), now)
local function remaining(at) return math.max(0, math.floor((minute - (at - now)) / interval + 0.000001)) end
local function refuse(reason, a, b) return {reason, whole(a), whole(b), remaining(arrival), whole(arrival - now)} end

if credit <= 0 or credit < least then return refuse(CREDIT, credit, least) end
if limit >= 0 and limit - spent < least then return refuse(KEY_LIMIT, limit, spent) end

local free = credit - held
if limit >= 0 then free = math.min(free, limit - spent - reserved) end
local grant = math.min(wanted, free)
if grant < least then return refuse(IN_FLIGHT, held, reserved) end

if inflight >= tonumber(ARGV[7]) then return refuse(CONCURRENCY, inflight, 0) end
if arrival + interval - now > minute + 0.5 then return refuse(RATE, arrival + interval - now - minute, 0) end

arrival = arrival + interval
redis.call('SET', KEYS[4], whole(arrival), 'PX', math.ceil((arrival - now) / 1000) + 1)
redis.call('HINCRBY', KEYS[2], 'held', whole(grant))
redis.call('HINCRBY', KEYS[2], 'inflight', 1)
redis.call('HINCRBY', KEYS[3], 'held', whole(grant))
local now_ms = math.floor(now / 1000)
redis.call('HSET', KEYS[5], 'state', 'held', 'amount', whole(grant), 'account', ARGV[8], 'budget', ARGV[9], 'key', ARGV[10],
  'model', ARGV[11], 'endpoint', ARGV[12], 'started', whole(now_ms))
redis.call('ZADD', KEYS[6], whole(now_ms + tonumber(ARGV[5])), ARGV[1])
return {ADMITTED, whole(grant), whole(free), remaining(arrival), whole(arrival - now)}
