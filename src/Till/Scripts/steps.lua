-- What the steps of one call share; batch.lua runs them. The keys of a step follow KEYS[k], its arguments follow ARGV[v]:
-- KEYS  1 open  2 hold  3 account  4 holds  5 events
-- ARGV  1 name of the step  2 request id, from 3 on those that the head of its script lists
-- All amounts are whole nano-USD; Redis's clock is the only one.
-- The script of each step adds its function and the number of its arguments to this table.
local steps = {}
local call, format = redis.call, string.format
local function whole(n) return format('%d', n) end

-- The strings of all steps, read once. A step that changes one also changes it here, for the steps after it.
local names, strings = {}, {}
for i = 1, #KEYS, 5 do
  names[#names + 1] = KEYS[i]
  names[#names + 1] = KEYS[i + 1]
end
for i, value in ipairs(call('MGET', unpack(names))) do strings[names[i]] = value end

local clock = call('TIME')
local now = clock[1] * 1000000 + clock[2]
