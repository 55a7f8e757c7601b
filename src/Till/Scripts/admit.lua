-- admit v8: authorizes a request. Checks rate, credit, spend limit, concurrency and the day's empty answers, and places the hold in one
-- step, so that concurrent requests cannot spend the same credit. What is refused for another reason counts against the rate too: nobody
-- asks more often for being refused. A quote asks for no hold: it gets the same answer, and only counts against the rate.
-- ARGV  3 wanted  4 least  5 spend limit or -1  6 hold lifetime ms, 0 for no hold  7 requests per minute  8 requests at once  9 budget id  10 name of the rate
--       11 the lines of the hold from its account on, see HoldOwner  12 empty answers an account and day, UTC
--       13 spend limit for a period or -1  14 its period: day, week or month, see days.lua
-- Returns {reason, a, b, remaining, reset us, placed ms}; the reason decides what a and b are, see AdmissionAnswer.
-- The class AdmitStep writes the arguments and reads the answer.
local ADMITTED, CLOSED, RATE, CONCURRENCY, CREDIT, IN_FLIGHT, KEY_LIMIT, EMPTY, PERIOD_LIMIT = 0, 1, 2, 3, 4, 5, 6, 7, 8
-- Lua counts exactly up to this number, nine million dollars: no more is held of an account at once.
local EXACT = 2 ^ 53
local MINUTE, DAY = 60000000, 86400000000

steps.admit = {values = 14, run = function(k, v)
  local request, wanted, least, limit, lifetime, per_minute, at_once, budget, rate, lines, empties, period_limit, period
    = unpack(ARGV, v + 2, v + 14)
  local open, hold, account, holds = unpack(KEYS, k + 1, k + 4)
  -- A request id is admitted once. A hold that exists already was voided before this call arrived.
  if not strings[open] or strings[hold] then return {CLOSED, 0, 0, 0, 0, 0} end

  local today = math.floor(now / DAY)
  local HELD, RATED, TODAY = 'held:' .. budget, 'rate:' .. rate, days.field(budget, today)
  local values = call('HMGET', account, 'credit', 'held', 'inflight', 'spent:' .. budget, HELD, RATED, 'empty', TODAY)
  local credit, held, inflight = tonumber(values[1] or 0), tonumber(values[2] or 0), tonumber(values[3] or 0)
  local spent, reserved = tonumber(values[4] or 0), tonumber(values[5] or 0)
  wanted, least, limit, at_once = tonumber(wanted), tonumber(least), tonumber(limit), tonumber(at_once)
  period_limit = tonumber(period_limit)

  local free = math.min(credit, EXACT) - held
  if limit >= 0 then free = math.min(free, limit - spent - reserved) end
  local of_period = 0
  if period_limit >= 0 then
    local held_of_period
    if period == 'day' then of_period, held_of_period = days.parse(values[8], today)
    else of_period, held_of_period = days.total(account, budget, period, today) end
    free = math.min(free, period_limit - of_period - held_of_period)
  end
  local grant = math.min(wanted, free)

  -- The rate, by GCRA: the theoretical arrival time moves on by one interval a request and may run a minute ahead of the clock.
  local interval = MINUTE / per_minute
  local arrival = math.max(tonumber(values[6] or 0), now)
  local late = arrival + interval - now - MINUTE

  -- settle.lua counts the empty answers, as day:count.
  local day, empty = string.match(values[7] or '', '^(%d+):(%d+)$')

  local reason, a, b
  if late > 0.5 then reason, a, b = RATE, late, 0
  elseif credit <= 0 or credit < least then reason, a, b = CREDIT, credit, least
  elseif limit >= 0 and limit - spent < least then reason, a, b = KEY_LIMIT, limit, spent
  elseif period_limit >= 0 and period_limit - of_period < least then reason, a, b = PERIOD_LIMIT, of_period, days.next(period, today)
  elseif grant < least then reason, a, b = IN_FLIGHT, held, reserved
  elseif inflight >= at_once then reason, a, b = CONCURRENCY, inflight, 0
  elseif tonumber(day) == today and tonumber(empty) >= tonumber(empties) then reason, a, b = EMPTY, (today + 1) * DAY - now, 0
  else reason, a, b = ADMITTED, grant, free end

  if reason ~= RATE then arrival = arrival + interval end
  local started = math.floor(now / 1000)
  if reason == ADMITTED and tonumber(lifetime) > 0 then
    strings[hold] = 'held\n' .. whole(grant) .. '\n' .. whole(started) .. '\n' .. lines
    call('HSET', account, 'held', whole(held + grant), 'inflight', whole(inflight + 1), HELD, whole(reserved + grant),
      RATED, whole(arrival), TODAY, days.plus(values[8], today, 0, grant))
    call('SET', hold, strings[hold])
    call('ZADD', holds, whole(started + lifetime), request)
  elseif reason ~= RATE then
    call('HSET', account, RATED, whole(arrival))
  end
  local remaining = math.max(0, math.floor((MINUTE - (arrival - now)) / interval + 0.000001))
  return {reason, a, b, remaining, arrival - now, started}
end}
