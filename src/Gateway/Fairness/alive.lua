-- alive v1: a gateway says that it runs, and gets the number of those that do.
-- KEYS  1 gateways: the ids of gateways by the second at which each last said so
-- ARGV  1 id of the gateway  2 seconds after which one that is silent counts no more
local now = tonumber(redis.call('TIME')[1])
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])
