-- finish v2: ends a claim, for its holder alone.
-- KEYS  1 claim
-- ARGV  1 request id  2 kept, ended (charged, without an answer to repeat) or released (nothing was charged: it may run again)
--       3 lifetime ms  4 content type  5 body  6 names of tools and  7 of fields that it was made without
if redis.call('HGET', KEYS[1], 'request') ~= ARGV[1] then return 0 end
if ARGV[2] == 'released' then return redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], 'state', ARGV[2])
if ARGV[2] == 'kept' then redis.call('HSET', KEYS[1], 'type', ARGV[4], 'body', ARGV[5], 'tools', ARGV[6], 'fields', ARGV[7]) end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
