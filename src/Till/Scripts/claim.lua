-- claim v4: decides whether a request with an Idempotency-Key may run. Of the requests with one key, one runs at a time, and none after one
-- that was charged.
-- KEYS  1 claim
-- ARGV  1 request id  2 fingerprint of the request  3 lifetime ms  4 what the keys of the shard's holds begin with
--       5 ms for which a claim without a hold counts as running: its hold is about to be placed
--       6 seconds the state of an abandoned hold is kept
-- Returns {reason, request id of the claim's holder}; for a kept answer also its content type, its body, and the names of the tools and
-- fields it was made without.
local NEW, RUNNING, OTHER, KEPT, LOST = 0, 1, 2, 3, 4
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local claim = redis.call('HMGET', KEYS[1], 'request', 'fingerprint', 'state', 'type', 'body', 'at', 'tools', 'fields')
local holder, state = claim[1], claim[3]
if holder then
  if claim[2] ~= ARGV[2] then return {OTHER, holder} end
  if state == 'kept' then return {KEPT, holder, claim[4], claim[5], claim[7] or '', claim[8] or ''} end
  if state == 'ended' then return {LOST, holder} end

  local hold = ARGV[4] .. holder
  local held = string.match(redis.call('GET', hold) or '', '^%a+')
  if held == 'held' or (not held and now - tonumber(claim[6]) < tonumber(ARGV[5])) then return {RUNNING, holder} end
  if held == 'settled' then return {LOST, holder} end
  -- It was abandoned, for free. It stays free when its settlement is found after all, because its second run is charged.
  redis.call('SET', hold, 'settled', 'EX', ARGV[6])
end

redis.call('HSET', KEYS[1], 'request', ARGV[1], 'fingerprint', ARGV[2], 'state', 'running', 'at', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return {NEW, ARGV[1]}
