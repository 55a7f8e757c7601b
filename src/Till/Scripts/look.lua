-- look v1: what is left of limits. It counts nothing; it is read-only, which Redis enforces.
-- KEYS  1 account
-- ARGV  1 the limits, as limits.read takes them
-- Returns of each name {requests left, tokens left, running}, 0 where there is no such limit, and last the account's {running}.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local rows = {}
for i, each in ipairs(limits.read(KEYS[1], ARGV[1], now)) do
  local requests = each.requests > 0 and math.floor((60000000 - (each.arrival - now)) / each.interval + 0.000001) or 0
  local tokens = each.tokens > 0 and math.floor(each.tokens - each.debt + 0.000001) or 0
  rows[i] = {math.max(0, requests), math.max(0, tokens), each.running}
end
rows[#rows + 1] = {tonumber(redis.call('HGET', KEYS[1], 'inflight') or 0)}
return rows
