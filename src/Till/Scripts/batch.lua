-- batch v4: runs the admissions and settlements of one call, one after the other.
-- Returns the answer of each. A step that fails has its error there as a status reply: no step returns one otherwise, and every client can
-- read it, unlike an error within an array. The other steps are not affected.
local answers = {}
local k, v = 0, 0
while v < #ARGV do
  local step = steps[ARGV[v + 1]]
  local done, answer = pcall(step.run, k, v)
  answers[#answers + 1] = done and answer or {ok = type(answer) == 'table' and answer.err or 'ERR ' .. answer}
  k, v = k + 5, v + step.values
end
return answers
