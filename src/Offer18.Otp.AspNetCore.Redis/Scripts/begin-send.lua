local challenge = find_live()
if challenge and challenge.p then
  challenge = nil
end

if not challenge and not args.digits then
  return answer({ status = 'NoChallenge' })
end

if challenge and (is_under_way(challenge.s) or is_under_way(challenge.a)) then
  local till = math.max(challenge.s and challenge.s.t or 0, challenge.a and challenge.a.t or 0)
  return answer({ status = 'TooSoon', retry_after = till - now, challenge = snapshot(challenge) })
end

local status, wait = wait_to_send()
if status then
  local refusal = number.x and number.x.t == number.s[#number.s] and number.x.c or nil
  return answer({ status = status, retry_after = wait, last_error_code = refusal, challenge = challenge and snapshot(challenge) })
end

challenge = challenge or { c = 0, k = 0 }
challenge.m = args.digits or challenge.m
challenge.u = args.return_url or challenge.u
challenge.x = args.context or challenge.x
challenge.s = { i = args.lease, b = now, t = now + limits.lease_time }
challenge.l = args.passes_lock and true or challenge.l
challenge.k = math.max(challenge.k, challenge.s.t + 2 * limits.code_lifetime)

local sends = {}
for _, send in ipairs(number.s) do
  if send + limits.send_window > now then
    table.insert(sends, send)
  end
end

table.insert(sends, now)
number.s = sends
number.k = now + math.max(limits.send_window, limits.resend_cooldown)

write(KEYS[1], challenge, challenge.k)
keep_number()
return answer({ status = 'Granted', challenge = snapshot(challenge) })
