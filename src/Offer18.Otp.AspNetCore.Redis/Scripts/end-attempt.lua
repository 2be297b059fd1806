local lease, outcome, proof = ARGV[8], ARGV[9], given(ARGV[10])

-- Whatever has become of the challenge: Offer18 has said yes.
if proof then
  keep_proof(KEYS[3], ARGV[11], ARGV[12], ARGV[13], ARGV[14])
end

local challenge = read(KEYS[1])
if not challenge or not challenge.a or challenge.a.i ~= lease then
  return false
end

challenge.a = nil
if outcome == 'Verified' then
  challenge.p = proof
  number.f = 0
  number.l = 0
elseif outcome == 'Wrong' then
  challenge.o = nil
  lock()
elseif outcome == 'Refused' then
  challenge.o = nil
  uncount_failure()
elseif outcome == 'Void' then
  challenge.o = nil
  challenge.e = now
elseif outcome == 'NotChecked' then
  challenge.c = challenge.c - 1
  -- What an earlier attempt with this code counted stays: that one may have been checked.
  if challenge.b == lease then
    challenge.o = nil
    uncount_failure()
  end
end

write(KEYS[1], challenge, challenge.k)
keep_number()
return snapshot(challenge)
