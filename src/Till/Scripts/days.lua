-- days v1: what a budget spends and holds, by the day (UTC) on which the holds of its requests were placed. A spend limit for a day, a week
-- or a month is held against the sum of its days, so a request counts where its hold was placed, whenever it is settled.
-- Field day:<slot>:<budget> of an account holds '<day since 1970> <spent> <held>'. A later day takes over the slot of one that is 64 days
-- old: a month has 31 days, and a charge that comes a month late still finds its month.
local days = {}
do
  local SLOTS, DAY = 64, 86400000
  -- As in admit.lua. Beyond it no more is counted of a day; no limit is that high.
  local EXACT = 2 ^ 53
  local floor, call = math.floor, redis.call
  local function whole(n) return string.format('%d', n) end

  -- The day of a time in milliseconds since 1970.
  function days.of(ms) return floor(ms / DAY) end

  function days.field(budget, day) return 'day:' .. whole(day % SLOTS) .. ':' .. budget end

  -- What is spent and held of a day by the value of its field.
  function days.parse(text, day)
    local of, spent, held = string.match(text or '', '^(%d+) (%d+) (%-?%d+)$')
    if tonumber(of) ~= day then return 0, 0 end
    return tonumber(spent), tonumber(held)
  end

  -- The value of a day's field with more spent and held. The value of a later day stays: the day is too old to count.
  function days.plus(text, day, spent, held)
    local of = tonumber(string.match(text or '', '^%d+'))
    if of and of > day then return text end
    local before, reserved = days.parse(text, day)
    return whole(day) .. ' ' .. whole(math.min(before + spent, EXACT)) .. ' ' .. whole(reserved + held)
  end

  function days.add(account, budget, day, spent, held)
    local field = days.field(budget, day)
    call('HSET', account, field, days.plus(call('HGET', account, field), day, spent, held))
  end

  -- The first day of the period that a day is in: day, week (from Monday on) or month.
  function days.first(period, day)
    if period == 'week' then return day - (day + 3) % 7 end
    if period ~= 'month' then return day end
    -- Days since 0000-03-01, then the day of the year that begins in March: the leap day is its last.
    local z = day + 719468
    local e = z % 146097
    local y = floor((e - floor(e / 1460) + floor(e / 36524) - floor(e / 146096)) / 365)
    local of_year = e - 365 * y - floor(y / 4) + floor(y / 100)
    local month = floor((5 * of_year + 2) / 153)
    return day - of_year + floor((153 * month + 2) / 5)
  end

  -- The first day of the period after it.
  function days.next(period, day)
    local first = days.first(period, day)
    if period == 'week' then return first + 7 end
    if period == 'month' then return days.first('month', first + 32) end
    return first + 1
  end

  -- What is spent and held in the period that a day is in.
  function days.total(account, budget, period, day)
    local first, fields = days.first(period, day), {}
    for each = first, days.next(period, day) - 1 do fields[#fields + 1] = days.field(budget, each) end
    local spent, held = 0, 0
    for i, text in ipairs(call('HMGET', account, unpack(fields))) do
      local s, h = days.parse(text, first + i - 1)
      spent, held = spent + s, held + h
    end
    return spent, held
  end
end
