write(KEYS[1], { t = now }, now + tonumber(ARGV[2]))
