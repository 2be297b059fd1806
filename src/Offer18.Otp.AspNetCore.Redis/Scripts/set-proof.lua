-- KEYS[1] is the proof.
keep_proof(KEYS[1])
