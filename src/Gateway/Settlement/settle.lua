-- settle v3: turns a hold into a charge (or, at zero, releases it) and emits the usage event in the same step.
-- Delivered again it does nothing. After the hold has expired the charge is still taken: what was used is paid.
-- On a closed shard it does the same: the event is booked before the shard is filled from the book, and with it the charge.
-- KEYS  1 open  2 hold  3 account  4 holds  5 events
-- ARGV  1 request id  2 charge in nano-USD  3 budget id  4 usage event as JSON
-- Answers the epoch of the shard, in which this settlement now is; empty while it is closed.
local function whole(n) return string.format('%d', n) end
local epoch, hold = unpack(redis.call('MGET', KEYS[1], KEYS[2]))
epoch, hold = epoch or '', hold or ''
if hold == 'settled' then return epoch end

-- Not added up here: credit may be more than Lua counts exactly.
if ARGV[2] ~= '0' then
  redis.call('HINCRBY', KEYS[3], 'credit', '-' .. ARGV[2])
  redis.call('HINCRBY', KEYS[3], 'spent:' .. ARGV[3], ARGV[2])
end
local amount = string.match(hold, '^held\n(%d+)')
if amount then
  local HELD = 'held:' .. ARGV[3]
  local held, inflight, reserved = unpack(redis.call('HMGET', KEYS[3], 'held', 'inflight', HELD))
  redis.call('HSET', KEYS[3], 'held', whole((held or 0) - amount), 'inflight', whole((inflight or 0) - 1), HELD, whole((reserved or 0) - amount))
  redis.call('ZREM', KEYS[4], ARGV[1])
end
redis.call('SET', KEYS[2], 'settled', 'EX', 86400)
redis.call('XADD', KEYS[5], '*', 'e', ARGV[4])
return epoch
