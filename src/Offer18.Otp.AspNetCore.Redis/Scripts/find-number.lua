-- There is no challenge: KEYS[1] is not used.
local is_counted = number.g > now
local failures = is_counted and number.f or 0
local refusals = is_counted and number.n or 0
local sends = 0
for _, send in ipairs(number.s) do
  if send + limits.send_window > now then
    sends = sends + 1
  end
end

local status, wait = wait_to_send()
if not status and sends + failures + refusals == 0 then
  return false
end

return answer({
  sends = sends,
  failures = failures,
  refusals = refusals,
  locked_until = locked_for() and number.l or nil,
  next_send_at = wait and now + wait or nil,
})
