-- move v2: lets a hold count against the limits of another model, that of a fallback, in place of those of the model before. What the hold
-- counts against beside, its key's and its account's, stays. Where the other model has no room nothing changes. Delivered again it does
-- nothing, and whatever ends the hold gives back what the hold says, so a gateway that dies before or after it leaves nothing behind.
-- KEYS  1 hold  2 account
-- ARGV  1 the limits, as limits.read takes them; empty for nothing. Those of the other model, where it has any, are the last
--       2 the other model's name, see limits.lua  3 name of the rate  4 requests per minute
-- Returns as admit.lua does, of the limits in 1. CLOSED says that there is no such hold, or that it has ended.
local ADMITTED, CLOSED, RATE, CONCURRENCY, TOKENS, TOO_LARGE = 0, 1, 2, 3, 9, 10
local MINUTE = 60000000
local account, asked, name, per_minute = KEYS[2], ARGV[1], ARGV[2], tonumber(ARGV[4])

local hold = redis.call('GET', KEYS[1]) or ''
if not string.match(hold, '^held\n') then return {CLOSED, 0, 0, 0, 0, 0} end
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local of = asked ~= '' and limits.read(account, asked, now) or {}
local to = of[#of]
if to and to.name ~= name then to = nil end

local reason, a, b = ADMITTED, 0, 0
if not (to and limits.counts(hold, name)) then
  if to then
    local alone = {to, least = of.least}
    local late, _, late_tokens = limits.late(alone, now)
    local too_small, full = limits.too_small(alone), limits.full(alone)
    if late > 0.5 and (too_small or late >= late_tokens) then reason, a, b = RATE, late, #of
    elseif late > 0.5 then reason, a, b = TOKENS, late_tokens, #of
    elseif too_small then reason, a, b = TOO_LARGE, of.least, #of
    elseif full then reason, a, b = CONCURRENCY, to.running, #of
    elseif late_tokens > 0.5 then reason, a, b = TOKENS, late_tokens, #of end
  end
  if reason == ADMITTED then
    local moved = limits.move(account, hold, of, to, now)
    if moved ~= hold then redis.call('SET', KEYS[1], moved) end
    if to then of = limits.read(account, asked, now) end
  end
end

local arrival = math.max(tonumber(redis.call('HGET', account, 'rate:' .. ARGV[3]) or 0), now)
local remaining = math.max(0, math.floor((MINUTE - (arrival - now)) / (MINUTE / per_minute) + 0.000001))
if #of == 0 then return {reason, a, b, remaining, arrival - now, 0} end
local nearest, left, reset, nearest_tokens, left_tokens, reset_tokens = limits.nearest(of, remaining, arrival - now, now)
return {reason, a, b, left, reset, 0, nearest, nearest_tokens, left_tokens, reset_tokens}
