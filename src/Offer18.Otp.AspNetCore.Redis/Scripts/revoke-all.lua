-- KEYS[1] is the revocation of a number, or of a campaign in one of its buckets.
local revocation = read(KEYS[1]) or { t = now }
revocation.t = math.max(revocation.t, now)
write(KEYS[1], revocation, revocation.t + tonumber(args.keep_for))
