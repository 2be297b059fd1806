-- KEYS[1] is the proof.
local proof = read(KEYS[1]) or { e = now + tonumber(args.keep_for) }
proof.x = true
write(KEYS[1], proof, proof.e)
