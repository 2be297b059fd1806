local proof = read(KEYS[1]) or { e = now + tonumber(ARGV[2]) }
proof.x = true
write(KEYS[1], proof, proof.e)
