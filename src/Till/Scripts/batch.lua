-- batch v4: carries out admissions and settlements that have gathered, one after the other, in one call.
-- Answers what each answers. Where one fails its error stands there as a status, which none of them answers and, unlike an error within
-- an array, every client can read; the others are not touched by it.
local answers = {}
local k, v = 0, 0
while v < #ARGV do
  local step = steps[ARGV[v + 1]]
  local done, answer = pcall(step.run, k, v)
  answers[#answers + 1] = done and answer or {ok = type(answer) == 'table' and answer.err or 'ERR ' .. answer}
  k, v = k + 5, v + step.values
end
return answers
