-- What the steps of one call have in common; together.lua runs them. Each finds its keys behind KEYS[k] and its arguments behind ARGV[v]:
-- KEYS  1 open  2 hold  3 account  4 holds  5 events
-- ARGV  1 name of the step  2 request id, and from 3 on what it says of itself
-- All amounts are whole nano-USD; Redis's clock is the only one.
local call, format = redis.call, string.format
local function whole(n) return format('%d', n) end

-- The strings of all steps, asked for once: what a step changes of them it changes here as well, for those behind it.
local names, strings = {}, {}
for i = 1, #KEYS, 5 do
  names[#names + 1] = KEYS[i]
  names[#names + 1] = KEYS[i + 1]
end
for i, value in ipairs(call('MGET', unpack(names))) do strings[names[i]] = value end

local clock = call('TIME')
local now = clock[1] * 1000000 + clock[2]
