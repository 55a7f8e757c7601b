-- settle v2: turns a hold into a charge (or, at zero, releases it) and emits the usage event in the same step.
-- Delivered again it does nothing. After the hold has expired the charge is still taken: what was used is paid.
-- On a closed shard it does the same: the event is booked before the shard is filled from the book, and with it the charge.
-- KEYS  1 hold  2 account  3 budget  4 holds  5 events  6 open
-- ARGV  1 request id  2 charge in nano-USD  3 usage event as JSON
-- Answers the epoch of the shard, in which this settlement now is; empty while it is closed.
local epoch = redis.call('GET', KEYS[6]) or ''
local hold = redis.call('HMGET', KEYS[1], 'state', 'amount')
local state, amount = hold[1], hold[2]
if state == 'settled' then return epoch end
local function minus(n) return n == '0' and '0' or '-' .. n end

redis.call('HINCRBY', KEYS[2], 'credit', minus(ARGV[2]))
redis.call('HINCRBY', KEYS[3], 'spent', ARGV[2])
if state == 'held' then
  redis.call('HINCRBY', KEYS[2], 'held', minus(amount))
  redis.call('HINCRBY', KEYS[2], 'inflight', -1)
  redis.call('HINCRBY', KEYS[3], 'held', minus(amount))
  redis.call('ZREM', KEYS[4], ARGV[1])
end
redis.call('HSET', KEYS[1], 'state', 'settled')
redis.call('EXPIRE', KEYS[1], 86400)
redis.call('XADD', KEYS[5], '*', 'e', ARGV[3])
return epoch
