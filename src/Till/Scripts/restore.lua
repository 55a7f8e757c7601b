-- restore v4: places a hold again that the till has lost, as it was. A hold that the till still has, held or ended, is left as it is. Runs
-- on a closed shard too, because opening it sums up the holds.
-- KEYS  1 hold  2 account  3 holds
-- ARGV  1 request id  2 amount  3 hold lifetime ms  4 budget id  5 started, ms since 1970  6 the lines of the hold from its account on,
--       with that of its limits, in which no tokens count
-- Returns 1 placed, 0 exists.
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end

redis.call('HINCRBY', KEYS[2], 'held', ARGV[2])
redis.call('HINCRBY', KEYS[2], 'inflight', 1)
redis.call('HINCRBY', KEYS[2], 'held:' .. ARGV[4], ARGV[2])
days.add(KEYS[2], ARGV[4], days.of(ARGV[5]), 0, ARGV[2])
limits.run(KEYS[2], ARGV[6])
redis.call('SET', KEYS[1], 'held\n' .. ARGV[2] .. '\n' .. ARGV[5] .. '\n' .. ARGV[6])
local clock = redis.call('TIME')
redis.call('ZADD', KEYS[3], string.format('%d', clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[3]), ARGV[1])
return 1
