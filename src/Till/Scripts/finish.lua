-- finish v3: ends a claim, for its holder alone.
-- KEYS  1 claim
-- ARGV  1 request id  2 stored (its answer is there to repeat), ended (charged, without one) or released (nothing was charged: it may run
--       again)  3 lifetime ms
if redis.call('HGET', KEYS[1], 'request') ~= ARGV[1] then return 0 end
if ARGV[2] == 'released' then return redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], 'state', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
