-- limits v3: how many requests and tokens a minute, and how many requests at once, a name may have: the account, a budget, or a model
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
-- What changes is collected by field, with false for one that goes, so that a step reads and writes an account in few calls.
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

  -- The values of fields, by field.
  local function fetch(account, fields)
    local values = {}
    if #fields == 0 then return values end
    for i, value in ipairs(call('HMGET', account, unpack(fields))) do values[fields[i]] = value end
    return values
  end

  local function put(changes, name, debt, at, since, decay)
    changes['tokens:' .. name] = debt >= 0.000001 and text('%.6f %d %s %.9f', debt, at, since, decay)
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
  local function take(changes, each, tokens, now)
    if each.at_once > 0 then changes['running:' .. each.name] = text('%d', each.running + 1) end
    if each.tokens > 0 then
      each.debt = each.debt + tokens
      put(changes, each.name, each.debt, now, each.since, each.decay)
    end
  end

  -- Puts the tokens that were used in the place of the estimate.
  local function correct(values, changes, name, per_minute, since, decay, estimate, used, now)
    if per_minute == '0' or used == estimate then return end
    local value = values['tokens:' .. name]
    local debt, at, began, decayed = parse(value)
    if used > estimate then
      debt, began, decayed = drained(value, tonumber(per_minute), now)
      put(changes, name, debt + used - estimate, now, began, decayed)
    elseif began == since then
      put(changes, name, debt - (estimate - used) * math.min(1, math.exp(decay - decayed)), at, began, decayed)
    end
  end

  local function stop(values, changes, name, running)
    if running == '0' then return end
    local left = tonumber(values['running:' .. name] or 0) - 1
    changes['running:' .. name] = left > 0 and text('%d', left)
  end

  -- Writes what changed, and further fields with their values, in one call.
  -- @param changes  nil or false for nothing
  function limits.write(account, changes, ...)
    if not changes then return call('HSET', account, ...) end
    local kept, gone = {...}, {}
    for field, value in pairs(changes) do
      if value then
        kept[#kept + 1] = field
        kept[#kept + 1] = value
      else
        gone[#gone + 1] = field
      end
    end
    if #kept > 0 then call('HSET', account, unpack(kept)) end
    if #gone > 0 then call('HDEL', account, unpack(gone)) end
  end

  -- What the limits of a request are, and what counts against them. The text has the least and the most tokens of the request in its
  -- first line, then a line for each name: '<name> <requests a minute> <tokens a minute> <requests at once>', 0 where there is no limit.
  function limits.read(account, asked, now)
    local least, most = match(asked, '^(%d+) (%d+)\n')
    local of, fields = {least = tonumber(least), most = tonumber(most), changes = {}}, {}
    for name, requests, tokens, at_once in gmatch(asked, '\n([^\n]+) (%d+) (%d+) (%d+)') do
      local each = {name = name, requests = tonumber(requests), tokens = tonumber(tokens), at_once = tonumber(at_once)}
      if each.requests > 0 then fields[#fields + 1] = 'rate:' .. name end
      if each.tokens > 0 then fields[#fields + 1] = 'tokens:' .. name end
      if each.at_once > 0 then fields[#fields + 1] = 'running:' .. name end
      of[#of + 1] = each
    end
    local values = fetch(account, fields)
    for _, each in ipairs(of) do
      each.arrival = math.max(tonumber(values['rate:' .. each.name] or 0), now)
      each.running = tonumber(values['running:' .. each.name] or 0)
      each.interval = each.requests > 0 and MINUTE / each.requests or 0
      if each.tokens > 0 then each.debt, each.since, each.decay = drained(values['tokens:' .. each.name], each.tokens, now) end
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
  function limits.count(changes, of)
    for _, each in ipairs(of) do
      if each.requests > 0 then
        each.arrival = each.arrival + each.interval
        changes['rate:' .. each.name] = text('%d', each.arrival)
      end
    end
  end

  -- Counts an admitted request's tokens, at most those that its hold pays for, and the request as running.
  -- Returns the last line of its hold; nothing where there is nothing to say.
  function limits.hold(of, paid, now)
    local tokens, marks = paid, ''
    for _, each in ipairs(of) do
      if each.tokens > 0 then tokens = math.min(tokens, floor(each.tokens - each.debt + 0.000001)) end
    end
    tokens = math.max(tokens, of.least)
    for _, each in ipairs(of) do
      take(of.changes, each, tokens, now)
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

  -- What is there of all that a hold's marks name.
  local function fetch_marked(account, marks)
    local fields = {}
    for each in gmatch(marks, '\t([^\t]+)') do
      local rated, name, running, per_minute = match(each, '^@(.+) %d+ %d+$'), match(each, MARK)
      if rated then fields[#fields + 1] = 'rate:' .. rated end
      if name and running ~= '0' then fields[#fields + 1] = 'running:' .. name end
      if name and per_minute ~= '0' then fields[#fields + 1] = 'tokens:' .. name end
    end
    return fetch(account, fields)
  end

  -- A hold ends: it does not run any more, and of its tokens those count that were used.
  -- Returns what changes, for limits.write; nil for nothing.
  function limits.release(account, hold, used, now)
    local marks = limits.of(hold)
    if not marks then return end
    local estimate, values, changes = tonumber(match(marks, '^%d+')), fetch_marked(account, marks), {}
    for name, running, per_minute, since, decay in gmatch(marks, '\t([^\t]+) (%d) (%d+) (%d+) (%S+)') do
      stop(values, changes, name, running)
      correct(values, changes, name, per_minute, since, decay, estimate, used, now)
    end
    return changes
  end

  -- Whether a hold counts against the limits of a name.
  function limits.counts(hold, name)
    local marks = limits.of(hold) or ''
    return (string.find(marks, '\t' .. name .. ' ', 1, true) or string.find(marks, '\t@' .. name .. ' ', 1, true)) ~= nil
  end

  -- Gives back what has not drained of a request's place in a rate. All after it move up by that, which is never more than if it had not
  -- been there.
  local function give_back(values, changes, name, per_minute, arrival, now)
    local last, left = tonumber(values['rate:' .. name] or 0), math.min(MINUTE / per_minute, arrival - now)
    if left > 0 and last >= tonumber(arrival) then changes['rate:' .. name] = text('%d', last - left) end
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
    local kept, values, changes = '', fetch_marked(account, marks), {}
    for each in gmatch(marks, '\t([^\t]+)') do
      local rated, per_minute, arrival = match(each, '^@(.+) (%d+) (%d+)$')
      local name, running, per_minute_tokens, since, decay = match(each, MARK)
      if rated then give_back(values, changes, rated, per_minute, arrival, now)
      elseif match(each, MODEL) then
        stop(values, changes, name, running)
        correct(values, changes, name, per_minute_tokens, since, decay, estimate, 0, now)
      else
        kept = kept .. '\t' .. each
        if tokens < estimate then correct(values, changes, name, per_minute_tokens, since, decay, estimate, tokens, now) end
      end
    end
    if to then
      limits.count(changes, {to})
      take(changes, to, tokens, now)
      kept = kept .. mark(to)
    end
    limits.write(account, changes)
    if estimate > 0 then tokens = math.min(tokens, estimate) end
    return limits.without(hold) .. (kept ~= '' and '\nlimits ' .. text('%d', tokens) .. kept or '')
  end
end
