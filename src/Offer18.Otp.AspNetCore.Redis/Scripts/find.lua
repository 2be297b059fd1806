local challenge = find_live()
return challenge and snapshot(challenge) or false
