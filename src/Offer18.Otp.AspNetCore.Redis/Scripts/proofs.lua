-- Stands before the scripts that write proofs.

local function keep_proof(key, bytes, verified_at, valid_until, revoked)
  local proof = read(key) or {}
  proof.b = bytes
  proof.t = tonumber(verified_at)
  proof.e = tonumber(valid_until)
  -- What is revoked stays so.
  proof.x = revoked == '1' or proof.x
  if proof.e > now then
    write(key, proof, proof.e)
  end
end
