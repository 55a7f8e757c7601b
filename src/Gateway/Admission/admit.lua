-- admit v3: may this request run, now? Decides and takes in one step, so that racing requests cannot spend the same credit.
-- All amounts are whole nano-USD; Redis's clock is the only one.
-- KEYS  1 open  2 hold  3 account  4 holds
-- ARGV  1 request id  2 wanted  3 least  4 spend limit or -1  5 hold lifetime ms  6 requests per minute  7 requests at once
--       8 budget id  9 key id  10 the lines of the hold from its account on, see TillKeys.Hold
-- Answers {reason, a, b, remaining, reset us}: what a and b are depends on the reason, see Admitter.
local ADMITTED, CLOSED, RATE, CONCURRENCY, CREDIT, IN_FLIGHT, KEY_LIMIT = 0, 1, 2, 3, 4, 5, 6
-- Lua counts exactly up to here, which is nine million dollars: no more is held of an account at once.
local EXACT = 2 ^ 53
local function whole(n) return string.format('%d', n) end

-- A request id has one admission: one that is known was withdrawn before it came.
local open, hold = unpack(redis.call('MGET', KEYS[1], KEYS[2]))
if not open or hold then return {CLOSED, 0, 0, 0, 0} end

local HELD, RATED = 'held:' .. ARGV[8], 'rate:' .. ARGV[9]
local account = redis.call('HMGET', KEYS[3], 'credit', 'held', 'inflight', 'spent:' .. ARGV[8], HELD, RATED)
local credit, held, inflight = tonumber(account[1] or 0), tonumber(account[2] or 0), tonumber(account[3] or 0)
local spent, reserved = tonumber(account[4] or 0), tonumber(account[5] or 0)
local wanted, least, limit = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

-- The rate, by GCRA: the theoretical arrival time moves on by one interval a request and may run a minute ahead of the clock.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local minute = 60000000
local interval = minute / ARGV[6]
local arrival = math.max(tonumber(account[6] or 0), now)
local function remaining() return math.max(0, math.floor((minute - (arrival - now)) / interval + 0.000001)) end
local function refuse(reason, a, b) return {reason, a, b, remaining(), arrival - now} end

if credit <= 0 or credit < least then return refuse(CREDIT, credit, least) end
if limit >= 0 and limit - spent < least then return refuse(KEY_LIMIT, limit, spent) end

local free = math.min(credit, EXACT) - held
if limit >= 0 then free = math.min(free, limit - spent - reserved) end
local grant = math.min(wanted, free)
if grant < least then return refuse(IN_FLIGHT, held, reserved) end

if inflight >= tonumber(ARGV[7]) then return refuse(CONCURRENCY, inflight, 0) end
if arrival + interval - now > minute + 0.5 then return refuse(RATE, arrival + interval - now - minute, 0) end

arrival = arrival + interval
local started = math.floor(now / 1000)
redis.call('HSET', KEYS[3], 'held', whole(held + grant), 'inflight', whole(inflight + 1), HELD, whole(reserved + grant), RATED, whole(arrival))
redis.call('SET', KEYS[2], 'held\n' .. whole(grant) .. '\n' .. whole(started) .. '\n' .. ARGV[10])
redis.call('ZADD', KEYS[4], whole(started + ARGV[5]), ARGV[1])
return {ADMITTED, grant, free, remaining(), arrival - now}
