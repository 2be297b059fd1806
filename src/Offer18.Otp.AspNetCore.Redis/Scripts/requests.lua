-- This file comes before the scripts of challenges and numbers. KEYS[1] is the challenge, KEYS[2] its number.

local limits = {
  code_lifetime = tonumber(args.code_lifetime),
  max_attempts = tonumber(args.max_attempts),
  resend_cooldown = tonumber(args.resend_cooldown),
  max_sends = tonumber(args.max_sends),
  send_window = tonumber(args.send_window),
  lease_time = tonumber(args.lease_time),
}

local number = read(KEYS[2]) or { s = {}, k = 0, f = 0, g = 0, l = 0 }
number.n = number.n or 0

local function keep_number()
  local till = math.max(number.k, number.f + number.n > 0 and number.g or 0)
  if till > now then
    write(KEYS[2], number, till)
  else
    redis.call('DEL', KEYS[2])
  end
end

local function locked_for()
  return number.l > now and number.g > now and number.l - now or nil
end

-- Whether a challenge can have a check of its own during a lock: not during the last one.
local function has_own_checks()
  return number.f + number.n < tonumber(args.max_failures)
end

-- Why no code may be sent now (an OtpSendStatus), and for how long; nil if one may be sent. A lock comes first. Otherwise the longer of
-- cool-down and send window.
local function wait_to_send()
  local locked = locked_for()
  if locked and not (args.passes_lock and has_own_checks()) then
    return 'Locked', locked
  end

  local sends = #number.s
  local cooldown = sends > 0 and number.s[sends] + limits.resend_cooldown - now or 0
  local window = sends >= limits.max_sends and number.s[sends - limits.max_sends + 1] + limits.send_window - now or 0
  if window > 0 and window > cooldown then
    return 'LimitReached', window
  elseif cooldown > 0 then
    return 'TooSoon', cooldown
  end
end

local function is_under_way(lease)
  return lease and lease.t > now
end

-- Whether the code was sent before the first of the wrong codes in a row. An older version of the package wrote neither time.
local function is_older(challenge)
  return challenge.d and number.h and challenge.d < number.h or false
end

-- Whether its first check is its own, so that a lock does not refuse it.
local function has_own_check(challenge)
  return is_older(challenge) or challenge.l and has_own_checks() or false
end

local function find_live()
  local challenge = read(KEYS[1])
  return challenge and challenge.k > now and challenge or nil
end

-- The code of a send that nobody has ended may have been sent, so it counts from the send's beginning.
local function expires_at(challenge)
  local of_send = challenge.s and challenge.s.b + limits.code_lifetime or 0
  return math.max(challenge.e or 0, of_send)
end

local function snapshot(challenge)
  local _, wait = wait_to_send()
  return answer({
    digits = challenge.m,
    request_id = challenge.r,
    return_url = challenge.u,
    context = challenge.x,
    expires_at = expires_at(challenge),
    resend_at = now + (wait or 0),
    checks = challenge.c,
    failures = number.g > now and number.f or 0,
    is_locked = locked_for() ~= nil,
    has_own_check = has_own_check(challenge),
    is_send_uncertain = challenge.q or challenge.s and (not challenge.e or not is_under_way(challenge.s)) or false,
    last_check = is_under_way(challenge.a) and 'Running' or challenge.o and 'Unknown' or 'None',
    proof = challenge.p,
  })
end
