local is_granted = wait_for_room() == nil
local has_turned = is_granted == (counter.f or false)
counter.f = not is_granted or nil
if is_granted then
  -- The last event of a slot gives it its time, so that nothing leaves the window too early.
  local slot_width = math.max(1, tonumber(args.slot_width))
  local last = events[#events]
  if last and math.floor(now / slot_width) == math.floor(last.a / slot_width) then
    last.a = math.max(last.a, now)
    last.n = last.n + 1
  else
    table.insert(events, { a = now, n = 1 })
  end

  count = count + 1
  counter.n = counter.n + 1
end

-- How long a refused one has to wait is asked only after this: its own try has begun the quiet time anew.
counter.u = quiet and counter.t
counter.t = quiet and now
keep_counter()

local answered = state(is_granted)
answered.has_turned = has_turned
return answer(answered)
