-- forget v1: deletes one kept thing of an account, and gives its size back to the budget.
-- KEYS  1 names by the ms at which they were kept (sorted set)  2 sizes by name, '' their sum (hash)  3 the thing (string)
-- ARGV  1 name
-- Returns 1 deleted, 0 when there was none.
local ORDER, SIZES, ITEM = unpack(KEYS)
local size = redis.call('HGET', SIZES, ARGV[1])
if size then
  redis.call('HDEL', SIZES, ARGV[1])
  redis.call('HINCRBY', SIZES, '', string.format('%d', -size))
end

redis.call('ZREM', ORDER, ARGV[1])
return redis.call('UNLINK', ITEM)
