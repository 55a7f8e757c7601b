-- keep v1: keeps one thing of an account, within the account's budget for its kind. The oldest goes first.
-- Redis evicts keys of its own accord, those of this script's books too. What the books have lost counts no more; it expires all the same.
-- KEYS  1 names by the ms at which they were kept (sorted set)  2 sizes by name, '' their sum (hash)  3 the thing (string)
-- ARGV  1 name  2 content  3 lifetime ms, the same for the whole kind  4 budget in bytes  5 what the keys of things begin with
-- Returns 1 kept, 0 larger than the budget.
local ORDER, SIZES, ITEM = unpack(KEYS)
local name, content, lifetime, budget, prefix = unpack(ARGV)
-- Beside its content a thing takes its key, its name in both books, and what Redis needs for each of them.
local BOOKS = 300
local size = #content + 3 * #ITEM + BOOKS
if size > tonumber(budget) then return 0 end

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local sum = tonumber(redis.call('HGET', SIZES, '') or 0)

local function strike(old)
  sum = sum - (redis.call('HGET', SIZES, old) or 0)
  redis.call('HDEL', SIZES, old)
end

strike(name)
local over = string.format('%d', now - lifetime)
for _, old in ipairs(redis.call('ZRANGEBYSCORE', ORDER, '-inf', over)) do strike(old) end
redis.call('ZREMRANGEBYSCORE', ORDER, '-inf', over)

while sum + size > tonumber(budget) do
  local old = redis.call('ZPOPMIN', ORDER)[1]
  if not old then
    redis.call('DEL', SIZES)
    sum = 0
    break
  end
  strike(old)
  redis.call('UNLINK', prefix .. old)
end

redis.call('SET', ITEM, content, 'PX', lifetime)
redis.call('ZADD', ORDER, string.format('%d', now), name)
redis.call('HSET', SIZES, name, size, '', string.format('%d', sum + size))
redis.call('PEXPIRE', ORDER, lifetime)
redis.call('PEXPIRE', SIZES, lifetime)
return 1
