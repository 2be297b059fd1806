-- This file comes before the scripts of attempts, after requests.lua.

-- The steps are those of OtpLimits.LockSteps. The last step that the failures have reached has the length of the lock. Refused checks count
-- only for the last step of all.
local function lock_after()
  local steps = cjson.decode(args.lock_steps)
  local wait = 0
  for index, step in ipairs(steps) do
    local failures, duration = step[1], step[2]
    if number.f + (index == #steps and number.n or 0) >= failures then
      wait = duration
    end
  end

  return wait
end

local function lock()
  number.l = now + lock_after()
end

local function count_failure()
  if number.g <= now then
    number.f = 0
    number.n = 0
  end

  -- A day without a wrong code begins another row: the longest lock is over.
  local steps = cjson.decode(args.lock_steps)
  if number.f == 0 or now > number.g - tonumber(args.failures_kept) + steps[#steps][2] then
    number.h = now
  end

  number.f = number.f + 1
  number.g = now + tonumber(args.failures_kept)
  lock()
end

local function uncount_failure()
  number.f = math.max(0, number.f - 1)
  number.l = math.min(number.l, now + lock_after())
end
