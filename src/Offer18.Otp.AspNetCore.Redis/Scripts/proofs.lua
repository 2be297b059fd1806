-- This file comes before the scripts that keep a proof.

local function keep_proof(key)
  local proof = read(key) or {}
  proof.b = args.proof
  proof.t = tonumber(args.verified_at)
  proof.e = tonumber(args.valid_until)
  -- A revoked proof stays revoked.
  proof.x = args.revoked == '1' or proof.x
  if proof.e > now then
    write(key, proof, proof.e)
  end
end
