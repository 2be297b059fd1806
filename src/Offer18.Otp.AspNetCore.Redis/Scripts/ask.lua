-- KEYS[1] is what a browser has asked for: the digests of the last number and of the one before, with a space between them.
local last = string.match(redis.call('GET', KEYS[1]) or '', '^%S+')
local asked = args.digest
if last and last ~= asked then
  asked = asked .. ' ' .. last
end

redis.call('SET', KEYS[1], asked, 'PX', tonumber(args.kept_for))
