-- KEYS[1] is what a browser has asked for: the digests of the last number and of the one before, with a space between them.
local asked = args.digest
for before in string.gmatch(redis.call('GET', KEYS[1]) or '', '%S+') do
  if before ~= args.digest then
    asked = asked .. ' ' .. before
    break
  end
end

redis.call('SET', KEYS[1], asked, 'PX', tonumber(args.kept_for))
