-- KEYS[3] is the proof, if there is one. It is kept even if the challenge has changed or is gone, because Offer18 has said yes.
if args.proof then
  keep_proof(KEYS[3])
end

local challenge = read(KEYS[1])
if not challenge or not challenge.a or challenge.a.i ~= args.lease then
  return false
end

challenge.a = nil
if args.outcome == 'Verified' then
  challenge.p = args.challenge_proof
  challenge.w = now
  number.f = 0
  number.n = 0
  number.l = 0
elseif args.outcome == 'Wrong' then
  challenge.o = nil
  lock()
elseif args.outcome == 'Refused' then
  challenge.o = nil
  number.n = number.n + 1
  uncount_failure()
elseif args.outcome == 'Expired' then
  challenge.o = nil
  challenge.e = now
elseif args.outcome == 'NotChecked' or args.outcome == 'Cancelled' then
  challenge.c = challenge.c - 1
  -- If this attempt counted the code as a failure, it takes the failure back. If an earlier attempt counted it, the failure stays, because
  -- Offer18 may have checked the code then.
  if challenge.b == args.lease then
    challenge.o = nil
    uncount_failure()
  end

  if args.outcome == 'Cancelled' then
    challenge.e = now
  end
elseif args.outcome ~= 'Unknown' then
  error('an outcome ' .. args.outcome)
end

write(KEYS[1], challenge, challenge.k)
keep_number()
return snapshot(challenge)
