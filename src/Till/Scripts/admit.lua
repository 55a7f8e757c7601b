-- admit v10: authorizes a request. Checks rates, credit, spend limit, concurrency and the day's empty answers, and places the hold in one
-- step, so that concurrent requests cannot spend the same credit. What is refused for another reason counts against the rate too: nobody
-- asks more often for being refused. A quote asks for no hold: it gets the same answer, and only counts against the rates of requests.
-- ARGV  3 wanted  4 least  5 spend limit or -1  6 hold lifetime ms, 0 for no hold  7 requests per minute  8 requests at once  9 budget id  10 name of the rate
--       11 the lines of the hold from its account on, see HoldOwner  12 empty answers an account and day, UTC
--       13 spend limit for a period or -1  14 its period: day, week or month, see days.lua
--       15 what else it counts against, see limits.read; empty for nothing
-- Returns {reason, a, b, remaining, reset us, placed ms}; the reason decides what a and b are, see AdmissionAnswer. With 15 behind it, see
-- limits.nearest: the number of the limit of requests that is nearest, then of tokens its number, remaining and reset us.
-- The class AdmitStep writes the arguments and reads the answer.
local ADMITTED, CLOSED, RATE, CONCURRENCY, CREDIT, IN_FLIGHT, KEY_LIMIT, EMPTY, PERIOD_LIMIT, TOKENS, TOO_LARGE = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
-- Lua counts exactly up to this number, nine million dollars: no more is held of an account at once.
local EXACT = 2 ^ 53
local MINUTE, DAY = 60000000, 86400000000

-- The tokens that a hold pays for: between the least and the most as the amount granted is between the least and the wanted.
local function paid(others, wanted, least, grant)
  if grant >= wanted or wanted <= least then return others.most end
  return others.least + math.floor((others.most - others.least) * (grant - least) / (wanted - least))
end

steps.admit = {values = 15, run = function(k, v)
  local request, wanted, least, limit, lifetime, per_minute, at_once, budget, rate, lines, empties, period_limit, period, asked
    = unpack(ARGV, v + 2, v + 15)
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
  local late, by, late_tokens, by_tokens = arrival + interval - now - MINUTE, 0, 0, 0
  local others = asked ~= '' and limits.read(account, asked, now)
  local too_small, full
  if others then
    local wait, of
    wait, of, late_tokens, by_tokens = limits.late(others, now)
    if wait > late then late, by = wait, of end
    too_small, full = limits.too_small(others), limits.full(others)
  end

  -- settle.lua counts the empty answers, as day:count.
  local day, empty = string.match(values[7] or '', '^(%d+):(%d+)$')

  local reason, a, b
  if late > 0.5 and (too_small or late >= late_tokens) then reason, a, b = RATE, late, by
  elseif late > 0.5 then reason, a, b = TOKENS, late_tokens, by_tokens
  elseif too_small then reason, a, b = TOO_LARGE, others.least, too_small
  elseif credit <= 0 or credit < least then reason, a, b = CREDIT, credit, least
  elseif limit >= 0 and limit - spent < least then reason, a, b = KEY_LIMIT, limit, spent
  elseif period_limit >= 0 and period_limit - of_period < least then reason, a, b = PERIOD_LIMIT, of_period, days.next(period, today)
  elseif grant < least then reason, a, b = IN_FLIGHT, held, reserved
  elseif inflight >= at_once then reason, a, b = CONCURRENCY, inflight, 0
  elseif full then reason, a, b = CONCURRENCY, others[full].running, full
  elseif tonumber(day) == today and tonumber(empty) >= tonumber(empties) then reason, a, b = EMPTY, (today + 1) * DAY - now, 0
  elseif late_tokens > 0.5 then reason, a, b = TOKENS, late_tokens, by_tokens
  else reason, a, b = ADMITTED, grant, free end

  -- A refusal for a rate counts nowhere, so that whoever waits as long as it says is admitted.
  local counts = reason ~= RATE and reason ~= TOKENS
  if counts then arrival = arrival + interval end
  if counts and others then limits.count(others.changes, others) end
  local changes, started = others and others.changes, math.floor(now / 1000)
  if reason == ADMITTED and tonumber(lifetime) > 0 then
    strings[hold] = 'held\n' .. whole(grant) .. '\n' .. whole(started) .. '\n' .. lines
    if others then strings[hold] = strings[hold] .. limits.hold(others, paid(others, wanted, least, grant), now) end
    limits.write(account, changes, 'held', whole(held + grant), 'inflight', whole(inflight + 1), HELD, whole(reserved + grant),
      RATED, whole(arrival), TODAY, days.plus(values[8], today, 0, grant))
    call('SET', hold, strings[hold])
    call('ZADD', holds, whole(started + lifetime), request)
  elseif counts then
    limits.write(account, changes, RATED, whole(arrival))
  end
  local remaining = math.max(0, math.floor((MINUTE - (arrival - now)) / interval + 0.000001))
  if not others then return {reason, a, b, remaining, arrival - now, started} end
  local nearest, left, reset, nearest_tokens, left_tokens, reset_tokens = limits.nearest(others, remaining, arrival - now, now)
  return {reason, a, b, left, reset, started, nearest, nearest_tokens, left_tokens, reset_tokens}
end}
