-- settle v9: turns a hold into a charge (or, at zero, releases it) and emits the usage event in the same step.
-- Delivered again it does nothing. A charge takes at most its hold and what is free then, so that credit does not fall below zero nor a
-- budget exceed its limits: a larger one is not taken. After the hold has expired the charge is still taken, from what is free.
-- On a closed shard the balances are not valid, and nothing compares them: the event, and so the charge, is posted to the ledger before
-- the shard is filled from it.
-- ARGV  3 charge  4 budget id  5 usage event as JSON  6 seconds the state is kept  7 spend limit or -1  8 1 for an empty answer, else 0
--       9 spend limit for a period or -1  10 its period: day, week or month  11 ms since 1970 at which its hold was placed, see days.lua
--       12 tokens that it used, see limits.lua; after its hold has expired they do not count
-- Returns {epoch, most}. Taken: the epoch of the shard that now has this settlement, empty while the shard is closed, and -1. Not taken:
-- an empty epoch, and the most that the charge may be. The class SettleStep writes the arguments and reads the answer.
local EXACT = 2 ^ 53
local DAY = 86400000000

-- A longer number may be more than Lua counts exactly.
local function short(number) return #(number or '') < 16 end

steps.settle = {values = 12, run = function(k, v)
  local request, charge, budget, usage, lifetime, limit, empty, period_limit, period, placed, used
    = unpack(ARGV, v + 2, v + 12)
  local open, hold, account, holds, events = unpack(KEYS, k + 1, k + 5)
  local epoch, state = strings[open] or '', strings[hold] or ''
  if state == 'settled' then return {epoch, -1} end

  local amount, started = string.match(state, '^held\n(%d+)\n(%d+)')
  local day = days.of(started or placed)
  local SPENT, HELD, OF_DAY = 'spent:' .. budget, 'held:' .. budget, days.field(budget, day)
  local credit, spent, held, inflight, reserved, of_day = unpack(call('HMGET', account, 'credit', SPENT, 'held', 'inflight', HELD, OF_DAY))
  if strings[open] and tonumber(charge) > tonumber(amount or 0) then
    local free = math.min(tonumber(credit or 0), EXACT) - (held or 0)
    if tonumber(limit) >= 0 then free = math.min(free, limit - (spent or 0) - (reserved or 0)) end
    if tonumber(period_limit) >= 0 then
      local of_period, held_of_period = days.total(account, budget, period, day)
      free = math.min(free, period_limit - of_period - held_of_period)
    end
    local most = (amount or 0) + math.max(0, free)
    if tonumber(charge) > most then return {'', most} end
  end

  local changes = amount and limits.release(account, state, tonumber(used), now)
  if amount and charge ~= '0' and short(charge) and short(credit) and short(spent) then
    limits.write(account, changes, 'credit', whole((credit or 0) - charge), SPENT, whole((spent or 0) + charge),
      'held', whole((held or 0) - amount), 'inflight', whole((inflight or 0) - 1), HELD, whole((reserved or 0) - amount),
      OF_DAY, days.plus(of_day, day, charge, -amount))
  else
    -- Nothing to charge, nothing held, or too much for Lua: Redis counts exactly.
    if charge ~= '0' then
      call('HINCRBY', account, 'credit', '-' .. charge)
      call('HINCRBY', account, SPENT, charge)
    end
    if amount then
      call('HSET', account, 'held', whole((held or 0) - amount), 'inflight', whole((inflight or 0) - 1),
        HELD, whole((reserved or 0) - amount))
    end
    if charge ~= '0' or amount then limits.write(account, changes, OF_DAY, days.plus(of_day, day, charge, -(amount or 0))) end
  end
  if empty == '1' then
    local today = math.floor(now / DAY)
    local day, count = string.match(call('HGET', account, 'empty') or '', '^(%d+):(%d+)$')
    call('HSET', account, 'empty', whole(today) .. ':' .. whole(tonumber(day) == today and count + 1 or 1))
  end
  if amount then call('ZREM', holds, request) end
  strings[hold] = 'settled'
  call('SET', hold, 'settled', 'EX', lifetime)
  call('XADD', events, '*', 'e', usage)
  return {epoch, -1}
end}
