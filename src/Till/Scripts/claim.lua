-- claim v6: decides whether a request with an Idempotency-Key may run. Of the requests with one key, one runs at a time, and none after one
-- that was charged.
-- KEYS  1 claim
-- ARGV  1 request id  2 fingerprint of the request  3 lifetime ms  4 what the keys of the shard's holds begin with
--       5 ms for which a claim without a hold counts as running: its hold is about to be placed
--       6 seconds the state of an abandoned hold is kept
-- Returns {reason, request id of the claim's holder}. The answer that is there to repeat lies elsewhere, under that id; one that a version
-- before this kept here is not given.
local NEW, RUNNING, OTHER, KEPT, LOST = 0, 1, 2, 3, 4
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local claim = redis.call('HMGET', KEYS[1], 'request', 'fingerprint', 'state', 'at')
local holder, state = claim[1], claim[3]
if holder then
  if claim[2] ~= ARGV[2] then return {OTHER, holder} end
  if state == 'stored' then return {KEPT, holder} end
  if state == 'ended' or state == 'kept' then return {LOST, holder} end

  local hold = ARGV[4] .. holder
  local held = string.match(redis.call('GET', hold) or '', '^%a+')
  if held == 'held' or (not held and now - tonumber(claim[4]) < tonumber(ARGV[5])) then return {RUNNING, holder} end
  if held == 'settled' then return {LOST, holder} end
  -- How its hold ended is forgotten: it may have been charged.
  if not held and now - tonumber(claim[4]) >= ARGV[6] * 1000 then return {LOST, holder} end
  -- It was abandoned, for free. It stays free when its settlement is found after all, because its second run is charged.
  redis.call('SET', hold, 'settled', 'EX', ARGV[6])
end

redis.call('HSET', KEYS[1], 'request', ARGV[1], 'fingerprint', ARGV[2], 'state', 'running', 'at', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return {NEW, ARGV[1]}
