local revocation = read(KEYS[1])
return revocation and revocation.t or false
