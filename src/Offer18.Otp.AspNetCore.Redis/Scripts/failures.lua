-- This file comes before the scripts of attempts, after requests.lua.

-- The steps are those of OtpLimits.LockSteps. The last step that the failures have reached has the length of the lock.
local function lock()
  local wait = 0
  for _, step in ipairs(cjson.decode(args.lock_steps)) do
    local failures, duration = step[1], step[2]
    if number.f >= failures then
      wait = duration
    end
  end

  number.l = now + wait
end

local function count_failure()
  number.f = number.g > now and number.f + 1 or 1
  number.g = now + tonumber(args.failures_kept)
  lock()
end

local function uncount_failure()
  number.f = math.max(0, number.f - 1)
  if number.f < limits.max_attempts then
    number.l = 0
  end
end
