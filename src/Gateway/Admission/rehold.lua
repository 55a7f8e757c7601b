-- rehold v1: places a hold again that the till has lost, as it was. What it still knows of, held or ended, it leaves alone. On a closed
-- shard too: its opening adds up the holds.
-- KEYS  1 account  2 budget  3 hold  4 holds
-- ARGV  1 request id  2 amount  3 hold lifetime ms  4 account id  5 budget id  6 key id  7 model  8 endpoint  9 started, ms since 1970
-- Answers 1 placed, 0 known.
if redis.call('EXISTS', KEYS[3]) == 1 then return 0 end

redis.call('HINCRBY', KEYS[1], 'held', ARGV[2])
redis.call('HINCRBY', KEYS[1], 'inflight', 1)
redis.call('HINCRBY', KEYS[2], 'held', ARGV[2])
redis.call('HSET', KEYS[3], 'state', 'held', 'amount', ARGV[2], 'account', ARGV[4], 'budget', ARGV[5], 'key', ARGV[6],
  'model', ARGV[7], 'endpoint', ARGV[8], 'started', ARGV[9])
local clock = redis.call('TIME')
redis.call('ZADD', KEYS[4], string.format('%.0f', clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[3]), ARGV[1])
return 1
