-- void v5: takes back an admission whose answer never arrived. If it has run, its hold is released; if it runs later, admit.lua refuses it
-- because of the mark that stays. A hold that has ended otherwise is left as it is.
-- KEYS  1 hold  2 account  3 holds
-- ARGV  1 request id  2 seconds the mark stays  3 budget id
-- Returns 1 when a hold was released.
local hold = redis.call('GET', KEYS[1])
local amount, facts, started = string.match(hold or '', '^held\n(%d+)(\n(%d+).*)$')
if hold and not amount then return 0 end

if amount then
  local minus = amount == '0' and '0' or '-' .. amount
  redis.call('HINCRBY', KEYS[2], 'held', minus)
  redis.call('HINCRBY', KEYS[2], 'inflight', -1)
  redis.call('HINCRBY', KEYS[2], 'held:' .. ARGV[3], minus)
  days.add(KEYS[2], ARGV[3], days.of(started), 0, -amount)
  local clock = redis.call('TIME')
  limits.write(KEYS[2], limits.release(KEYS[2], hold, 0, clock[1] * 1000000 + clock[2]) or {})
  redis.call('ZREM', KEYS[3], ARGV[1])
end
redis.call('SET', KEYS[1], 'withdrawn' .. (amount and '\n' .. amount .. facts or ''), 'EX', ARGV[2])
return amount and 1 or 0
