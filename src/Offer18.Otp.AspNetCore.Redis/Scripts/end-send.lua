local lease, outcome, request_id = ARGV[8], ARGV[9], given(ARGV[10])

local challenge = read(KEYS[1])
if not challenge or not challenge.s or challenge.s.i ~= lease then
  return false
end

local begun = challenge.s.b
challenge.s = nil
if outcome == 'Sent' then
  challenge.r = request_id
  challenge.e = now + limits.code_lifetime
  -- Kept for as long again: a visitor who comes late is told so, and need not type the number again.
  challenge.k = now + 2 * limits.code_lifetime
  challenge.c = 0
  challenge.o = nil
  -- The late end of an attempt that outlived its lease is none of the new code's.
  challenge.a = nil
  challenge.b = nil
elseif outcome == 'NotSent' then
  for index, send in ipairs(number.s) do
    if send == begun then
      table.remove(number.s, index)
      break
    end
  end

  keep_number()
end

if not challenge.e then
  redis.call('DEL', KEYS[1])
  return false
end

write(KEYS[1], challenge, challenge.k)
return snapshot(challenge)
