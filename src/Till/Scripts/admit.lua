-- admit v7: authorizes a request. Checks rate, credit, spend limit, concurrency and the day's empty answers, and places the hold in one
-- step, so that concurrent requests cannot spend the same credit. What is refused for another reason counts against the rate too: nobody
-- asks more often for being refused. A quote asks for no hold: it gets the same answer, and only counts against the rate.
-- ARGV  3 wanted  4 least  5 spend limit or -1  6 hold lifetime ms, 0 for no hold  7 requests per minute  8 requests at once  9 budget id  10 name of the rate
--       11 the lines of the hold from its account on, see HoldOwner  12 empty answers an account and day, UTC
-- Returns {reason, a, b, remaining, reset us}; the reason decides what a and b are, see AdmissionAnswer.
-- The class AdmitStep writes the arguments and reads the answer.
local ADMITTED, CLOSED, RATE, CONCURRENCY, CREDIT, IN_FLIGHT, KEY_LIMIT, EMPTY = 0, 1, 2, 3, 4, 5, 6, 7
-- Lua counts exactly up to this number, nine million dollars: no more is held of an account at once.
local EXACT = 2 ^ 53
local MINUTE, DAY = 60000000, 86400000000

steps.admit = {values = 12, run = function(k, v)
  local request, wanted, least, limit, lifetime, per_minute, at_once, budget, rate, lines, empties = unpack(ARGV, v + 2, v + 12)
  local open, hold, account, holds = unpack(KEYS, k + 1, k + 4)
  -- A request id is admitted once. A hold that exists already was voided before this call arrived.
  if not strings[open] or strings[hold] then return {CLOSED, 0, 0, 0, 0} end

  local HELD, RATED = 'held:' .. budget, 'rate:' .. rate
  local values = call('HMGET', account, 'credit', 'held', 'inflight', 'spent:' .. budget, HELD, RATED, 'empty')
  local credit, held, inflight = tonumber(values[1] or 0), tonumber(values[2] or 0), tonumber(values[3] or 0)
  local spent, reserved = tonumber(values[4] or 0), tonumber(values[5] or 0)
  wanted, least, limit, at_once = tonumber(wanted), tonumber(least), tonumber(limit), tonumber(at_once)

  local free = math.min(credit, EXACT) - held
  if limit >= 0 then free = math.min(free, limit - spent - reserved) end
  local grant = math.min(wanted, free)

  -- The rate, by GCRA: the theoretical arrival time moves on by one interval a request and may run a minute ahead of the clock.
  local interval = MINUTE / per_minute
  local arrival = math.max(tonumber(values[6] or 0), now)
  local late = arrival + interval - now - MINUTE

  -- settle.lua counts the empty answers, as day:count.
  local today = math.floor(now / DAY)
  local day, empty = string.match(values[7] or '', '^(%d+):(%d+)$')

  local reason, a, b
  if late > 0.5 then reason, a, b = RATE, late, 0
  elseif credit <= 0 or credit < least then reason, a, b = CREDIT, credit, least
  elseif limit >= 0 and limit - spent < least then reason, a, b = KEY_LIMIT, limit, spent
  elseif grant < least then reason, a, b = IN_FLIGHT, held, reserved
  elseif inflight >= at_once then reason, a, b = CONCURRENCY, inflight, 0
  elseif tonumber(day) == today and tonumber(empty) >= tonumber(empties) then reason, a, b = EMPTY, (today + 1) * DAY - now, 0
  else reason, a, b = ADMITTED, grant, free end

  if reason ~= RATE then arrival = arrival + interval end
  if reason == ADMITTED and tonumber(lifetime) > 0 then
    local started = math.floor(now / 1000)
    strings[hold] = 'held\n' .. whole(grant) .. '\n' .. whole(started) .. '\n' .. lines
    call('HSET', account, 'held', whole(held + grant), 'inflight', whole(inflight + 1), HELD, whole(reserved + grant),
      RATED, whole(arrival))
    call('SET', hold, strings[hold])
    call('ZADD', holds, whole(started + lifetime), request)
  elseif reason ~= RATE then
    call('HSET', account, RATED, whole(arrival))
  end
  local remaining = math.max(0, math.floor((MINUTE - (arrival - now)) / interval + 0.000001))
  return {reason, a, b, remaining, arrival - now}
end}
