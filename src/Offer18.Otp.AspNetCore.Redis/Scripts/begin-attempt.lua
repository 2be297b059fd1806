local lease, code = ARGV[8], ARGV[9]

local challenge = find_live()
if not challenge then
  return { 1, false, false, false, false }
end

local again = challenge.o == code
local status = 0
if challenge.p then
  status = 2
elseif is_under_way(challenge.s) or is_under_way(challenge.a) then
  -- While a code is on its way nobody knows which one counts: the last one, or the one to come.
  status = 4
elseif challenge.e and challenge.e <= now then
  status = 3
elseif challenge.c >= limits.max_attempts or (not again and is_locked()) then
  status = 5
end

if status ~= 0 then
  return { status, status == 5 and is_locked() and number.l - now or false, snapshot(challenge), false, false }
end

challenge.a = { i = lease, t = now + limits.lease_time }
challenge.k = math.max(challenge.k, challenge.a.t)
challenge.c = challenge.c + 1
if not again then
  challenge.o = code
  challenge.b = lease
  count_failure()
  keep_number()
end

write(KEYS[1], challenge, challenge.k)
return { 0, false, snapshot(challenge), now, again and 1 or 0 }
