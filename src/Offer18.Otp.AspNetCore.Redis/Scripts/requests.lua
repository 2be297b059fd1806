-- Stands before the scripts of challenges and numbers: KEYS[1] is the challenge, KEYS[2] its number.

local limits = {
  code_lifetime = tonumber(ARGV[2]),
  max_attempts = tonumber(ARGV[3]),
  resend_cooldown = tonumber(ARGV[4]),
  max_sends = tonumber(ARGV[5]),
  send_window = tonumber(ARGV[6]),
  lease_time = tonumber(ARGV[7]),
}

local FAILURES_KEPT = 30 * 24 * 3600 * 1000

local number = read(KEYS[2]) or { s = {}, k = 0, f = 0, g = 0, l = 0 }

local function keep_number()
  local till = math.max(number.k, number.f > 0 and number.g or 0)
  if till > now then
    write(KEYS[2], number, till)
  else
    redis.call('DEL', KEYS[2])
  end
end

local function is_locked()
  return number.f > 0 and number.l > now and number.g > now
end

-- NIST SP 800-63B-4, 3.2.2: 30 s from the first failure that reaches the limit, twice as long with each further one, up to 1 h;
-- after 100 until they are forgotten.
local function lock()
  local wait = 0
  if number.f >= 100 then
    wait = FAILURES_KEPT
  elseif number.f >= limits.max_attempts then
    wait = math.min(30000 * 2 ^ math.min(number.f - limits.max_attempts, 7), 3600000)
  end

  number.l = now + wait
end

local function count_failure()
  number.f = number.g > now and number.f + 1 or 1
  number.g = now + FAILURES_KEPT
  lock()
end

local function uncount_failure()
  number.f = math.max(0, number.f - 1)
  if number.f < limits.max_attempts then
    number.l = 0
  end
end

-- What stands against a send (an OtpSendStatus), and for how long; of several reasons the longest lasting.
local function wait_to_send()
  if is_locked() then
    return 4, number.l - now
  end

  local sends = #number.s
  local cooldown = sends > 0 and number.s[sends] + limits.resend_cooldown - now or 0
  local window = sends >= limits.max_sends and number.s[sends - limits.max_sends + 1] + limits.send_window - now or 0
  if window > 0 and window > cooldown then
    return 3, window
  elseif cooldown > 0 then
    return 2, cooldown
  end

  return 0, 0
end

local function is_under_way(lease)
  return lease and lease.t > now
end

-- A challenge whose send was cut off before its end never came to life.
local function find_live()
  local challenge = read(KEYS[1])
  return challenge and challenge.k > now and (challenge.e or is_under_way(challenge.s)) and challenge or nil
end

local function snapshot(challenge)
  local _, wait = wait_to_send()
  local remaining = is_locked() and 0 or math.max(1, limits.max_attempts - (number.g > now and number.f or 0))
  return {
    challenge.m,
    challenge.r or false,
    challenge.u or false,
    challenge.e or now + limits.code_lifetime,
    now + wait,
    math.max(0, math.min(limits.max_attempts - challenge.c, remaining)),
    challenge.p or false,
  }
end
