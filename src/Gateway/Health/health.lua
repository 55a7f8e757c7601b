-- health v1: writes what a gateway knows of an upstream or a credential, unless another gateway knows better, and tells all of them.
-- KEYS  1 records by name (hash)  2 the claim to try it, which a new record ends (string)
-- ARGV  1 name  2 record, JSON  3 lifetime s  4 the gateway that writes  5 channel
-- Returns 1 written, 0 when what is there is in force.
local RECORDS, CLAIM = unpack(KEYS)
local name, text, lifetime, node, channel = unpack(ARGV)

-- The same order as HealthRecord.Beats: the later epoch, then a paused one, then the later version, then the one that lasts longer.
local function lasts(record) return type(record.Until) == 'string' and record.Until or '' end

local function beats(mine, theirs)
  if mine.Epoch ~= theirs.Epoch then return mine.Epoch > theirs.Epoch end
  local paused, was = mine.State == 'Paused', theirs.State == 'Paused'
  if paused ~= was then return paused end
  if mine.Version ~= theirs.Version then return mine.Version > theirs.Version end
  return lasts(mine) > lasts(theirs)
end

if redis.call('GET', CLAIM) == node then redis.call('DEL', CLAIM) end

local known = redis.call('HGET', RECORDS, name)
if known then
  local ok, theirs = pcall(cjson.decode, known)
  if ok and type(theirs) == 'table' and theirs.Epoch and theirs.Version and not beats(cjson.decode(text), theirs) then return 0 end
end

redis.call('HSET', RECORDS, name, text)
redis.call('EXPIRE', RECORDS, lifetime)
redis.call('PUBLISH', channel, node)
return 1
