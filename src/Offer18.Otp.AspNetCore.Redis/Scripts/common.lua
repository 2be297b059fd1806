-- Stands before every script. A script reads, decides and writes as one, by the server's own clock, and every key it touches
-- is among KEYS and carries the hash tag of one bucket of numbers: a cluster keeps them in one slot.
--
-- A value is a MessagePack map with a version mark v. A newer version may add fields and still write 1: what a version does not
-- know it leaves as it is. One that changes what a field means writes 2, and a script that does not know the mark fails.
--
-- challenge  m number, r request id, u return URL, p proof (all four protected, each for this field of this challenge), e expires at, k kept until, c checks begun,
--            s send under way {i lease, b begun, t until}, a attempt under way {i lease, t until},
--            o code whose check has begun without an answer, b lease of the attempt that counted that code as a failure
-- number     s times of sends, k sends kept until, f failures, g failures kept until, l locked until
-- proof      b proof (protected), t verified at, e valid until, x revoked
-- revocation t revoked at
--
-- Times are milliseconds since 1970.

local VERSION = 1
local now = tonumber(ARGV[1]) -- a test's clock
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local function read(key)
  local packed = redis.call('GET', key)
  if not packed then
    return nil
  end

  local value = cmsgpack.unpack(packed)
  if value.v ~= VERSION then
    error('a value of version ' .. tostring(value.v))
  end

  return value
end

local function write(key, value, till)
  value.v = VERSION
  redis.call('SET', key, cmsgpack.pack(value), 'PX', math.max(1, till - now))
end

local function given(argument)
  return argument ~= '' and argument or nil
end
