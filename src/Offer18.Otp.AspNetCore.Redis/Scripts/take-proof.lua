local challenge = find_live()
if not challenge or not challenge.p or challenge.w == 0 then
  return false
end

-- An older version of the package wrote no time. Its challenges end within minutes.
local verified_at = challenge.w or now
challenge.w = 0
write(KEYS[1], challenge, challenge.k)
return verified_at + tonumber(args.taken_within) > now and answer({ proof = challenge.p })
