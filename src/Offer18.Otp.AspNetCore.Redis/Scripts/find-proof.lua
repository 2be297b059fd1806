-- KEYS[1] is the proof, KEYS[2] the revocation of its number.
local proof = read(KEYS[1])
if not proof or not proof.b or proof.e <= now then
  return false
end

local revocation = read(KEYS[2])
return { proof.b, (proof.x or revocation and proof.t <= revocation.t) and 1 or 0 }
