-- expire v6: releases a hold that nobody settled in time, and emits the usage event: attempt 0, abandoned, free. A late settlement comes as
-- attempts 1 and up, so the two never meet.
-- KEYS  1 hold  2 account  3 holds  4 events
-- ARGV  1 request id  2 account id with hyphens  3 start as ISO 8601  4 seconds the state is kept
-- Returns 1 when it expired the hold.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local expires = redis.call('ZSCORE', KEYS[3], ARGV[1])
if not expires or tonumber(expires) > now then return 0 end
redis.call('ZREM', KEYS[3], ARGV[1])
local hold = redis.call('GET', KEYS[1]) or ''
local amount, started, account, budget, key, endpoint, model = string.match(
  limits.without(hold), '^held\n(%d+)\n(%d+)\n([^\n]*)\n([^\n]*)\n([^\n]*)\n([^\n]*)\n(.*)$')
if not amount then return 0 end

local released = amount == '0' and '0' or '-' .. amount
redis.call('HINCRBY', KEYS[2], 'held', released)
redis.call('HINCRBY', KEYS[2], 'inflight', -1)
redis.call('HINCRBY', KEYS[2], 'held:' .. budget, released)
days.add(KEYS[2], budget, days.of(started), 0, -amount)
limits.write(KEYS[2], limits.release(KEYS[2], hold, 0, time[1] * 1000000 + time[2]) or {})
redis.call('SET', KEYS[1], 'expired', 'EX', ARGV[4])

-- Numbers are inserted as text: cjson would round large ones.
local text = cjson.encode
local duration = string.format('%d', math.max(0, now - started))
redis.call('XADD', KEYS[4], '*', 'e', '{"requestId":' .. text(ARGV[1])
  .. ',"accountId":' .. text(ARGV[2])
  .. ',"keyId":' .. text(key)
  .. ',"budgetId":' .. text(budget)
  .. ',"endpoint":' .. text(endpoint)
  .. ',"model":' .. text(model)
  .. ',"streamed":false,"startedAt":' .. text(ARGV[3])
  .. ',"durationMs":' .. duration
  .. ',"firstByteMs":null,"client":null,"traceId":null,"hold":' .. amount
  .. ',"attempts":[{"number":0,"upstream":"","upstreamModel":"","statusCode":null,"outcome":"Abandoned","errorCode":null'
  .. ',"usage":{"input":0,"output":0},"source":"None","price":{"version":0,"input":0,"output":0},"charge":0'
  .. ',"durationMs":' .. duration .. '}]}')
return 1
