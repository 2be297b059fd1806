-- This file comes before the scripts of counters. KEYS[1] is the counter.

local counter = read(KEYS[1])
if not counter or counter.k <= now then
  counter = args.make and { e = {}, n = 0, s = 0, h = now, k = 0 } or nil
end

if not counter then
  return false
end

local window = tonumber(args.window)
local quiet = tonumber(args.quiet)
local limit = tonumber(args.limit)
local limit_of_unknown = tonumber(args.limit_of_unknown)

local events = {} -- what is in the window: a at, n number
local count = 0
local at = 0
for index = 1, #counter.e, 2 do
  at = at + counter.e[index]
  if at + window > now then
    table.insert(events, { a = at, n = counter.e[index + 1] })
    count = count + counter.e[index + 1]
  end
end

local function share_after(time)
  return 0.5 ^ (time / tonumber(args.half_life))
end

if now > counter.h then
  local share = share_after(now - counter.h)
  counter.n = counter.n * share
  counter.s = counter.s * share
  counter.h = now
end

-- The most with so many successes; nil for no limit. As OtpCounter.LimitWith.
local function limit_with(successes)
  if limit_of_unknown and successes < tonumber(args.known_from) then
    return limit_of_unknown
  end

  return limit and limit + math.floor(tonumber(args.limit_per_success) * successes)
end

-- What leaves the window makes room. What the successes add to the limit becomes less meanwhile.
local function wait_for_window()
  local left = count
  for _, event in ipairs(events) do
    left = left - event.n
    local wait = event.a + window - now
    local most = limit_with(counter.s * share_after(wait))
    if not most or left < most then
      return wait
    end
  end

  -- A limit of zero takes nothing, whatever leaves.
  return window
end

-- How long until one is taken; nil if it is now.
local function wait_for_room()
  local most = limit_with(counter.s)
  if not most or count < most then
    return nil
  end

  local wait = wait_for_window()
  if quiet then
    wait = math.min(wait, (counter.t or 0) + quiet - now)
    if events[1] then
      wait = math.min(wait, events[#events].a + tonumber(args.quiet_times) * quiet - now)
    end
  end

  return wait > 0 and wait or nil
end

local function keep_counter()
  counter.e = {}
  local before = 0
  for _, event in ipairs(events) do
    table.insert(counter.e, event.a - before)
    table.insert(counter.e, event.n)
    before = event.a
  end

  counter.k = math.max(counter.k, now + tonumber(args.keep_for))
  write(KEYS[1], counter, counter.k)
end

local function real(number)
  return string.format('%.17g', number)
end

local function state(is_granted)
  return {
    is_granted = is_granted,
    at = now,
    count = count,
    taken = real(counter.n),
    successes = real(counter.s),
    retry_after = not is_granted and wait_for_room() or nil,
  }
end
