-- What the steps of one call share; batch.lua runs them. Each finds its keys behind KEYS[k] and its arguments behind ARGV[v]:
-- KEYS  1 open  2 hold  3 account  4 holds  5 events
-- ARGV  1 name of the step  2 request id, and from 3 on what the head of its script lists
-- All amounts are whole nano-USD; Redis's clock is the only one.
-- Each script of a step enters here its function and the number of its arguments.
local steps = {}
local call, format = redis.call, string.format
local function whole(n) return format('%d', n) end

-- The strings of all steps, read once: a step that changes one changes it here as well, for the steps behind it.
local names, strings = {}, {}
for i = 1, #KEYS, 5 do
  names[#names + 1] = KEYS[i]
  names[#names + 1] = KEYS[i + 1]
end
for i, value in ipairs(call('MGET', unpack(names))) do strings[names[i]] = value end

local clock = call('TIME')
local now = clock[1] * 1000000 + clock[2]
