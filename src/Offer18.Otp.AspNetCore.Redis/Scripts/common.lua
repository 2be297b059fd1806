-- This file comes before every script.
--
-- A script reads, decides and writes in one step, and uses the server's own clock. Every key that it touches is in KEYS and has the hash tag
-- of one bucket of numbers (a counter: of its name), so a cluster keeps them all in one slot.
--
-- ARGV is a list of names and values. An argument that is not given is nil. An answer is a list of names and values, too.
--
-- A value is a MessagePack map with a version mark v. A newer version of the package may add fields and still write 1: a script keeps the
-- fields that it does not know. A version that changes what a field means writes 2. A script fails on a mark that it does not know.
--
-- challenge  m number, r request id, u return URL, p proof, x what the campaign keeps (all five protected; each value is bound to its own field of its own challenge), d code sent at (nil in an older version), e expires at, k kept until, c checks begun, l whether one check is its own during a lock (nil: no),
--            q whether the answer to the last send was lost, w verified at (0: the proof has been taken),
--            s send under way {i lease, b begun, t until}, a attempt under way {i lease, t until},
--            o digest of the code that is being checked, or whose check did not show whether it was right, b lease of the attempt that counted that code as a failure
-- number     s times of sends, k sends kept until, x refusal of a send {t time of the send, c error code}, f failures, h first of them at (nil in an older version), n refused checks (nil in an older version: 0), g failures and refused checks kept until, l locked until
-- proof      b proof (protected), t verified at, e valid until, x revoked
-- revocation t revoked at
-- counter    e what was taken, oldest first: when (after the one before), how many, and so on, n all that was taken and s all that succeeded, both
--            by half after each day, h when they were halved last, t last tried at (nil without a quiet time), f whether the last try was refused (nil: no), k kept until
--
-- Times are milliseconds since 1970, and durations are milliseconds.

local VERSION = 1

local args = {}
for index = 1, #ARGV, 2 do
  args[ARGV[index]] = ARGV[index + 1]
end

local now = tonumber(args.now) -- a test's clock
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local function answer(fields)
  local list = {}
  for name, value in pairs(fields) do
    table.insert(list, name)
    table.insert(list, value)
  end

  return list
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
