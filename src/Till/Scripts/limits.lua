-- limits v2: how many requests and tokens a minute, and how many requests at once, a name may have: the account, a budget, or a model
-- within the account. The names and limits of a request come with its admission; a name without limits costs nothing and leaves nothing.
-- Fields of an account
--   rate:<name>     the theoretical arrival time of the next request (GCRA), us since 1970
--   tokens:<name>   '<debt> <at> <since> <decay>': the tokens that count, at a time; a minute's limit of them drains in a minute
--   running:<name>  the holds that count; not there where there are none
-- Of tokens an admission counts the estimate, and the settlement puts what was used in its place. By then a part of the estimate has
-- drained, and only what is left can be given back. All that counts drains alike, so decay says what is left: it is the sum of
-- log(before / after) since the debt began, at since. So the debt is never less than if the use had been known before.
-- The last line of a hold says what it counts against: 'limits <tokens>', then of each name, behind a tab,
-- '<name> <1 where running counts> <tokens a minute, or 0> <since> <decay>'; of a model with a rate of requests also, behind a tab,
-- '@<name> <requests a minute> <arrival>', so that a request that moves to another model gives back what has not drained of its place.
local limits = {}
do
  local MINUTE = 60000000
  local call, match, gmatch, floor = redis.call, string.match, string.gmatch, math.floor
  local MODEL, MARK = '^model:', '^(.+) (%d) (%d+) (%d+) (%S+)$'
  local function text(...) return string.format(...) end

  local function parse(value)
    local debt, at, since, decay = match(value or '', '^(%S+) (%d+) (%d+) (%S+)$')
    return tonumber(debt or 0), tonumber(at or 0), since, tonumber(decay or 0)
  end

  -- A bucket as it is now: what has not drained of it.
  local function drained(value, per_minute, now)
    local debt, at, since, decay = parse(value)
    local left = debt - math.max(0, now - at) * per_minute / MINUTE
    if left < 0.000001 then return 0, text('%d', now), 0 end
    return left, since, decay + math.log(debt / left)
  end

  local function put(account, name, debt, at, since, decay)
    if debt < 0.000001 then call('HDEL', account, 'tokens:' .. name)
    else call('HSET', account, 'tokens:' .. name, text('%.6f %d %s %.9f', debt, at, since, decay)) end
  end

  -- What a hold says of one name that it counts against.
  local function mark(each)
    local marks = ''
    if each.tokens > 0 or each.at_once > 0 then
      marks = text('\t%s %d %d %s %.9f', each.name, each.at_once > 0 and 1 or 0, each.tokens, each.since or '0', each.decay or 0)
    end
    if each.requests > 0 and match(each.name, MODEL) then marks = marks .. text('\t@%s %d %d', each.name, each.requests, each.arrival) end
    return marks
  end

  -- Counts an admitted request as running, and its tokens.
  local function take(account, each, tokens, now)
    if each.at_once > 0 then call('HSET', account, 'running:' .. each.name, text('%d', each.running + 1)) end
    if each.tokens > 0 then
      each.debt = each.debt + tokens
      put(account, each.name, each.debt, now, each.since, each.decay)
    end
  end

  -- Puts the tokens that were used in the place of the estimate.
  local function correct(account, name, per_minute, since, decay, estimate, used, now)
    if per_minute == '0' or used == estimate then return end
    local value = call('HGET', account, 'tokens:' .. name)
    local debt, at, began, decayed = parse(value)
    if used > estimate then
      debt, began, decayed = drained(value, tonumber(per_minute), now)
      put(account, name, debt + used - estimate, now, began, decayed)
    elseif began == since then
      put(account, name, debt - (estimate - used) * math.min(1, math.exp(decay - decayed)), at, began, decayed)
    end
  end

  local function stop(account, name, running)
    if running == '1' and call('HINCRBY', account, 'running:' .. name, -1) <= 0 then call('HDEL', account, 'running:' .. name) end
  end

  -- What the limits of a request are, and what counts against them. The text has the least and the most tokens of the request in its
  -- first line, then a line for each name: '<name> <requests a minute> <tokens a minute> <requests at once>', 0 where there is no limit.
  function limits.read(account, asked, now)
    local least, most = match(asked, '^(%d+) (%d+)\n')
    local of, fields = {least = tonumber(least), most = tonumber(most)}, {}
    for name, requests, tokens, at_once in gmatch(asked, '\n([^\n]+) (%d+) (%d+) (%d+)') do
      of[#of + 1] = {name = name, requests = tonumber(requests), tokens = tonumber(tokens), at_once = tonumber(at_once)}
      for _, field in ipairs({'rate:', 'tokens:', 'running:'}) do fields[#fields + 1] = field .. name end
    end
    local values = call('HMGET', account, unpack(fields))
    for i, each in ipairs(of) do
      local arrival, tokens, running = unpack(values, 3 * i - 2, 3 * i)
      each.arrival, each.running = math.max(tonumber(arrival or 0), now), tonumber(running or 0)
      each.interval = each.requests > 0 and MINUTE / each.requests or 0
      if each.tokens > 0 then each.debt, each.since, each.decay = drained(tokens, each.tokens, now) end
    end
    return of
  end

  -- The name that lets a request wait longest for its rate of requests, and us; behind it the same for its least tokens.
  function limits.late(of, now)
    local late, by, late_tokens, by_tokens = 0, 0, 0, 0
    for i, each in ipairs(of) do
      local wait = each.requests > 0 and each.arrival + each.interval - now - MINUTE or 0
      if wait > late then late, by = wait, i end
      wait = each.tokens > 0 and (each.debt + of.least - each.tokens) * MINUTE / each.tokens or 0
      if wait > late_tokens then late_tokens, by_tokens = wait, i end
    end
    return late, by, late_tokens, by_tokens
  end

  -- The first name whose limit of tokens is below the least that a request needs, and that has no more place.
  function limits.too_small(of)
    for i, each in ipairs(of) do if each.tokens > 0 and of.least > each.tokens then return i end end
  end

  function limits.full(of)
    for i, each in ipairs(of) do if each.at_once > 0 and each.running >= each.at_once then return i end end
  end

  -- Counts a request, admitted or refused, against the rates of requests.
  function limits.count(account, of)
    for _, each in ipairs(of) do
      if each.requests > 0 then
        each.arrival = each.arrival + each.interval
        call('HSET', account, 'rate:' .. each.name, text('%d', each.arrival))
      end
    end
  end

  -- Counts an admitted request's tokens, at most those that its hold pays for, and the request as running.
  -- Returns the last line of its hold; nothing where there is nothing to say.
  function limits.hold(account, of, paid, now)
    local tokens, marks = paid, ''
    for _, each in ipairs(of) do
      if each.tokens > 0 then tokens = math.min(tokens, floor(each.tokens - each.debt + 0.000001)) end
    end
    tokens = math.max(tokens, of.least)
    for _, each in ipairs(of) do
      take(account, each, tokens, now)
      marks = marks .. mark(each)
    end
    return marks ~= '' and '\nlimits ' .. text('%d', tokens) .. marks or ''
  end

  -- The nearest limit of requests, counted from that of the key: number, remaining, us until all is free; then the nearest of tokens.
  function limits.nearest(of, remaining, reset, now)
    local by, by_tokens, remaining_tokens, reset_tokens = 0, 0, 0, 0
    for i, each in ipairs(of) do
      if each.requests > 0 then
        local left = math.max(0, floor((MINUTE - (each.arrival - now)) / each.interval + 0.000001))
        if left < remaining then by, remaining, reset = i, left, each.arrival - now end
      end
      if each.tokens > 0 then
        local left = math.max(0, floor(each.tokens - each.debt + 0.000001))
        if by_tokens == 0 or left < remaining_tokens then
          by_tokens, remaining_tokens, reset_tokens = i, left, each.debt * MINUTE / each.tokens
        end
      end
    end
    return by, remaining, reset, by_tokens, remaining_tokens, reset_tokens
  end

  -- The marks of a hold's text; nil where it has none.
  function limits.of(hold)
    local at = string.find(hold, '\nlimits ', 1, true)
    return at and match(hold, '^(%d+[^\n]*)$', at + 8)
  end

  -- A hold without its marks, the model at its end.
  function limits.without(hold)
    return limits.of(hold) and match(hold, '^(.*)\nlimits ') or hold
  end

  -- Counts a hold as running that is placed again.
  function limits.run(account, hold)
    for name in gmatch(limits.of(hold) or '', '\t([^\t]+) 1 %d+ %d+ %S+') do call('HINCRBY', account, 'running:' .. name, 1) end
  end

  -- A hold ends: it does not run any more, and of its tokens those count that were used.
  function limits.release(account, hold, used, now)
    local marks = limits.of(hold)
    if not marks then return end
    local estimate = tonumber(match(marks, '^%d+'))
    for name, running, per_minute, since, decay in gmatch(marks, '\t([^\t]+) (%d) (%d+) (%d+) (%S+)') do
      stop(account, name, running)
      correct(account, name, per_minute, since, decay, estimate, used, now)
    end
  end

  -- Whether a hold counts against the limits of a name.
  function limits.counts(hold, name)
    local marks = limits.of(hold) or ''
    return (string.find(marks, '\t' .. name .. ' ', 1, true) or string.find(marks, '\t@' .. name .. ' ', 1, true)) ~= nil
  end

  -- Gives back what has not drained of a request's place in a rate. All after it move up by that, which is never more than if it had not
  -- been there.
  local function give_back(account, name, per_minute, arrival, now)
    local last, left = tonumber(call('HGET', account, 'rate:' .. name) or 0), math.min(MINUTE / per_minute, arrival - now)
    if left > 0 and last >= tonumber(arrival) then call('HSET', account, 'rate:' .. name, text('%d', last - left)) end
  end

  -- Moves a hold from the limits of its model to those of another: what counts at the one is given back, and counts at the other. Where
  -- that has fewer tokens left than the hold counts as, the hold counts as fewer from now on, everywhere, and at least as the least.
  -- @param to  the limits of the other, from limits.read; nil where it has none
  -- Returns the text of the hold.
  function limits.move(account, hold, of, to, now)
    local marks = limits.of(hold) or ''
    local estimate = tonumber(match(marks, '^%d+') or 0)
    local tokens = estimate > 0 and estimate or of.most or 0
    if to and to.tokens > 0 then tokens = math.max(of.least, math.min(tokens, floor(to.tokens - to.debt + 0.000001))) end
    local kept = ''
    for each in gmatch(marks, '\t([^\t]+)') do
      local rated, per_minute, arrival = match(each, '^@(.+) (%d+) (%d+)$')
      local name, running, per_minute_tokens, since, decay = match(each, MARK)
      if rated then give_back(account, rated, per_minute, arrival, now)
      elseif match(each, MODEL) then
        stop(account, name, running)
        correct(account, name, per_minute_tokens, since, decay, estimate, 0, now)
      else
        kept = kept .. '\t' .. each
        if tokens < estimate then correct(account, name, per_minute_tokens, since, decay, estimate, tokens, now) end
      end
    end
    if to then
      limits.count(account, {to})
      take(account, to, tokens, now)
      kept = kept .. mark(to)
    end
    if estimate > 0 then tokens = math.min(tokens, estimate) end
    return limits.without(hold) .. (kept ~= '' and '\nlimits ' .. text('%d', tokens) .. kept or '')
  end
end
