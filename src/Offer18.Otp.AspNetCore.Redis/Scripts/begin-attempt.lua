local challenge = find_live()
if not challenge then
  return answer({ status = 'NoChallenge' })
end

local is_repeat = args.code_digest ~= nil and challenge.o == args.code_digest

-- Why no code may be checked now (an OtpAttemptStatus); nil if one may be checked.
local function refusal()
  if challenge.p then
    return 'AlreadyVerified'
  elseif is_under_way(challenge.s) or is_under_way(challenge.a) then
    -- While a code is being sent, nobody knows whether the last code counts or the new one.
    return 'InProgress'
  elseif expires_at(challenge) <= now then
    return 'Expired'
  elseif challenge.c >= limits.max_attempts or (not is_repeat and locked_for() and not (challenge.c == 0 and has_own_check(challenge))) then
    return 'Exhausted'
  end
end

local status = refusal()
if status then
  return answer({ status = status, retry_after = status == 'Exhausted' and locked_for() or nil, challenge = snapshot(challenge) })
end

challenge.a = { i = args.lease, t = now + limits.lease_time }
challenge.k = math.max(challenge.k, challenge.a.t)
challenge.c = challenge.c + 1
if not is_repeat then
  challenge.o = args.code_digest
  challenge.b = args.lease
  count_failure()
  keep_number()
end

write(KEYS[1], challenge, challenge.k)
return answer({ status = 'Granted', granted_at = now, is_repeat = is_repeat, challenge = snapshot(challenge) })
