-- together v1: carries out admissions and settlements that have gathered, one after the other, in one call. What they do is in admit.lua
-- and settle.lua, which are put before this as functions of those names.
-- KEYS, ARGV  those of all of them in a row; before the arguments of each comes its name
-- Answers what each answers. Where one fails its error stands there, and the others are not touched by it.
local steps = {admit = {admit, 4, 10}, settle = {settle, 5, 4}}
local answers, key, value = {}, 0, 1
while value < #ARGV do
  local run, keys, values = unpack(steps[ARGV[value]])
  local done, answer = pcall(run, {unpack(KEYS, key + 1, key + keys)}, {unpack(ARGV, value + 1, value + values)})
  answers[#answers + 1] = (done or type(answer) == 'table') and answer or {err = 'ERR ' .. answer}
  key, value = key + keys, value + values + 1
end
return answers
