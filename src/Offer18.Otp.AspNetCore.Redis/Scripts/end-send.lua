local challenge = read(KEYS[1])
if not challenge or not challenge.s or challenge.s.i ~= args.lease then
  return false
end

local begun = challenge.s.b
challenge.s = nil
if args.outcome == 'Sent' or args.outcome == 'Unknown' then
  challenge.q = args.outcome == 'Unknown' or nil
  challenge.r = args.request_id or challenge.q and challenge.r
  challenge.d = now
  challenge.e = now + limits.code_lifetime
  -- The challenge is kept for a second lifetime. A late visitor is told that the code has expired, and need not type the number again.
  challenge.k = now + 2 * limits.code_lifetime
  challenge.c = 0
  challenge.o = nil
  -- An attempt on the old code may still end. It must not change the new one.
  challenge.a = nil
  challenge.b = nil
elseif args.outcome == 'NotSent' then
  for index, send in ipairs(number.s) do
    if send == begun then
      table.remove(number.s, index)
      break
    end
  end

  keep_number()
elseif args.outcome == 'Refused' then
  number.x = { t = begun, c = args.error_code }
  keep_number()
else
  error('an outcome ' .. args.outcome)
end

if not challenge.e then
  redis.call('DEL', KEYS[1])
  return false
end

write(KEYS[1], challenge, challenge.k)
return snapshot(challenge)
