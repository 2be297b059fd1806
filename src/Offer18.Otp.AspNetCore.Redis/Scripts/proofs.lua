-- Stands before the scripts that write proofs.

local function keep_proof(key, proof, verified_at, valid_until, revoked)
  local before = read(key)
  valid_until = tonumber(valid_until)
  if valid_until > now then
    -- What is revoked stays so.
    local is_revoked = revoked == '1' or before and before.x or nil
    write(key, { b = proof, t = tonumber(verified_at), e = valid_until, x = is_revoked }, valid_until)
  end
end
