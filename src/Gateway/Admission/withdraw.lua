-- withdraw v1: takes back an admission whose answer nobody heard. Whether it has run or will run only after this: the hold is given
-- back, or the mark that stays is what admit.lua refuses. What has ended otherwise is left as it ended.
-- KEYS  1 hold  2 account  3 budget  4 holds
-- ARGV  1 request id  2 seconds the mark stays
-- Answers 1 when a hold was given back.
local hold = redis.call('HMGET', KEYS[1], 'state', 'amount')
local state, amount = hold[1], hold[2]
if state and state ~= 'held' then return 0 end

if state then
  local minus = amount == '0' and '0' or '-' .. amount
  redis.call('HINCRBY', KEYS[2], 'held', minus)
  redis.call('HINCRBY', KEYS[2], 'inflight', -1)
  redis.call('HINCRBY', KEYS[3], 'held', minus)
  redis.call('ZREM', KEYS[4], ARGV[1])
end
redis.call('HSET', KEYS[1], 'state', 'withdrawn')
redis.call('EXPIRE', KEYS[1], ARGV[2])
return state and 1 or 0
