-- Closes a shard, if its epoch is still the one that the caller does not trust. KEYS: open. ARGV: epoch.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
