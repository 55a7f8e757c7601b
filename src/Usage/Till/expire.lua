-- Gives back a hold nobody settled in time, and tells the book so: attempt 0, abandoned, free. A late settlement comes as
-- attempts 1 and up, so the two never meet.
-- KEYS: holds, events, hold, account, budget. ARGV: request id, account id with hyphens, start as ISO 8601.
-- Returns 1 when it expired the hold.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local expires = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not expires or tonumber(expires) > now then
  return 0
end
redis.call('ZREM', KEYS[1], ARGV[1])
local hold = redis.call('HMGET', KEYS[3], 'state', 'amount', 'budget', 'key', 'model', 'started', 'endpoint')
if hold[1] ~= 'held' then
  return 0
end

local amount = hold[2] or '0'
local released = amount == '0' and '0' or '-' .. amount
redis.call('HINCRBY', KEYS[4], 'held', released)
redis.call('HINCRBY', KEYS[4], 'inflight', -1)
redis.call('HINCRBY', KEYS[5], 'held', released)
redis.call('HSET', KEYS[3], 'state', 'expired')
redis.call('EXPIRE', KEYS[3], 86400)

-- Numbers are put in as text: cjson would round the large ones.
local text = cjson.encode
local duration = string.format('%.0f', math.max(0, now - tonumber(hold[6] or now)))
redis.call('XADD', KEYS[2], '*', 'e', '{"requestId":' .. text(ARGV[1])
  .. ',"accountId":' .. text(ARGV[2])
  .. ',"keyId":' .. text(hold[4] or '')
  .. ',"budgetId":' .. text(hold[3] or '')
  .. ',"endpoint":' .. text(hold[7] or '')
  .. ',"model":' .. text(hold[5] or '')
  .. ',"streamed":false,"startedAt":' .. text(ARGV[3])
  .. ',"durationMs":' .. duration
  .. ',"firstByteMs":null,"client":null,"traceId":null,"hold":' .. amount
  .. ',"attempts":[{"number":0,"upstream":"","upstreamModel":"","statusCode":null,"outcome":"Abandoned","errorCode":null'
  .. ',"usage":{"input":0,"output":0},"source":"None","price":{"version":0,"input":0,"output":0},"charge":0'
  .. ',"durationMs":' .. duration .. '}]}')
return 1
