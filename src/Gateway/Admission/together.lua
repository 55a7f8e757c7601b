-- together v2: carries out admissions and settlements that have gathered, one after the other, in one call.
-- Answers what each answers. Where one fails its error stands there, and the others are not touched by it.
local steps, answers = {admit = admit, settle = settle}, {}
local values = {admit = 11, settle = 5}
local k, v = 0, 0
while v < #ARGV do
  local name = ARGV[v + 1]
  local done, answer = pcall(steps[name], k, v)
  answers[#answers + 1] = (done or type(answer) == 'table') and answer or {err = 'ERR ' .. answer}
  k, v = k + 5, v + values[name]
end
return answers
