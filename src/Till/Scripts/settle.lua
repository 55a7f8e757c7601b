-- settle v5: turns a hold into a charge (or, at zero, releases it) and emits the usage event in the same step.
-- Delivered again it does nothing. After the hold has expired the charge is still taken: what was used is paid.
-- On a closed shard it does the same: the event, and so the charge, is posted to the ledger before the shard is filled from it.
-- ARGV  3 charge  4 budget id  5 usage event as JSON  6 seconds the state is kept
-- Returns the epoch of the shard that now has this settlement; empty while the shard is closed. The class SettleStep writes the arguments.

-- A longer number may be more than Lua counts exactly.
local function short(number) return #(number or '') < 16 end

steps.settle = {values = 6, run = function(k, v)
  local request, charge, budget, usage, lifetime = unpack(ARGV, v + 2, v + 6)
  local open, hold, account, holds, events = unpack(KEYS, k + 1, k + 5)
  local epoch, state = strings[open] or '', strings[hold] or ''
  if state == 'settled' then return epoch end

  local SPENT, HELD = 'spent:' .. budget, 'held:' .. budget
  local amount = string.match(state, '^held\n(%d+)')
  local credit, spent, held, inflight, reserved = unpack(call('HMGET', account, 'credit', SPENT, 'held', 'inflight', HELD))
  if amount and charge ~= '0' and short(charge) and short(credit) and short(spent) then
    call('HSET', account, 'credit', whole((credit or 0) - charge), SPENT, whole((spent or 0) + charge),
      'held', whole((held or 0) - amount), 'inflight', whole((inflight or 0) - 1), HELD, whole((reserved or 0) - amount))
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
  end
  if amount then call('ZREM', holds, request) end
  strings[hold] = 'settled'
  call('SET', hold, 'settled', 'EX', lifetime)
  call('XADD', events, '*', 'e', usage)
  return epoch
end}
