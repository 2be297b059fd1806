-- KEYS[1] is the proof, KEYS[2] the revocation of its number, KEYS[3] the revocation of its campaign.
local proof = read(KEYS[1])
if not proof or not proof.b or proof.e <= now then
  return false
end

local function is_revoked_by(key)
  local revocation = read(key)
  return revocation and proof.t <= revocation.t
end

return answer({ proof = proof.b, is_revoked = proof.x or is_revoked_by(KEYS[2]) or is_revoked_by(KEYS[3]) or false })
