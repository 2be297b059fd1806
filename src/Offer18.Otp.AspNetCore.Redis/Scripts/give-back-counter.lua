local function give_back(index)
  local event = events[index]
  event.n = event.n - 1
  if event.n == 0 then
    table.remove(events, index)
  end
end

-- Which event its own one is in; nil if it has left the window, or was given back before.
local function own_index()
  local taken_at = tonumber(args.at)
  if not taken_at then
    return events[1] and 1
  end

  for index, event in ipairs(events) do
    if event.a >= taken_at and taken_at + window > now then
      return index
    end
  end
end

local number = tonumber(args.number)
local own = own_index()
if own and number > 0 then
  give_back(own)
end

for _ = 2, number do
  if not events[1] then
    break
  end

  give_back(1)
end

-- A counter that does not exist is made for a success alone.
if args.make then
  counter.s = counter.s + 1
else
  counter.n = math.max(0, counter.n - number)
  -- What did not happen has disturbed nobody.
  if counter.t and counter.t == tonumber(args.at) then
    counter.t = counter.u
  end
end

-- As if nothing had ever happened: requests that were refused leave nothing behind.
if #events == 0 and counter.n == 0 and counter.s == 0 and not counter.f then
  redis.call('DEL', KEYS[1])
else
  keep_counter()
end

return false
