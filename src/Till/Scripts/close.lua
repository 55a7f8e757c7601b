-- Stops a shard from admitting, if it is still open as the epoch that the caller does not trust. KEYS: open. ARGV: epoch.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
