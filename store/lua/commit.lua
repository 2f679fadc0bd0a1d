-- commit.lua: the one script that changes the register. It carries out a plan
-- that Go wrote: first every check, then every write. A failing script is not
-- rolled back, so nothing that can fail on data comes after the first write.
--
-- KEYS[1]  request key (STRING)
-- KEYS[2]  out         ZSET  outbox, score = not before in real ms
-- KEYS[3]  out:n       HASH  task -> sealed notice
-- KEYS[4]  out:s       HASH  task|t token, task|a attempts, task|g generation
-- KEYS[5]  out:at      ZSET  task, score = queued at in real ms
-- KEYS[6+] whatever the plan names by its index in KEYS ("k" below)
--
-- ARGV[1]  result to remember for the request; the number when one is issued
-- ARGV[2]  seconds to remember it
-- ARGV[3]  now, real ms
-- ARGV[4+] the plan: operation, count of arguments, arguments; repeated.
--   Checks, in the order given; the first that fails ends the script:
--     eq     k field expected code       HGET is expected ('' = absent)
--     score  k member ms code            ZSCORE is ms
--   Writes, in the order given:
--     number k(ctr) year k(no) k(complaint) id   issues K-<year>-<seq>
--     hset   k field value ...           one or more fields
--     hincr  k field by
--     rpush  k value
--     zadd   k score member
--     zrem   k member
--     say    k(said) seconds task sealed   queued once while said lives
--     look   task sealed                   queued again; a lease stays as it is
--
-- Returns {'OK', result}, {'DUP', result} when the request was carried out
-- before, or {code, found} of the check that failed.

local before = redis.call('GET', KEYS[1])
if before then return {'DUP', before} end

local result, ttl, now = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local arity = {eq = 4, score = 4, number = 5, hincr = 3, rpush = 2, zadd = 3,
               zrem = 2, say = 4, look = 2}
local function fits(op, n)
  if op == 'hset' then return n >= 3 and n % 2 == 1 end
  return arity[op] == n
end

-- Pass 1: the plan is well formed and every check holds.
local i = 4
while i <= #ARGV do
  local op, n = ARGV[i], tonumber(ARGV[i + 1])
  if not n or not fits(op, n) or i + 1 + n > #ARGV then
    return redis.error_reply('ERR plan is malformed')
  end
  if op ~= 'look' and not KEYS[tonumber(ARGV[i + 2])] then
    return redis.error_reply('ERR plan names no key')
  end
  if op == 'eq' then
    local found = redis.call('HGET', KEYS[tonumber(ARGV[i + 2])], ARGV[i + 3]) or ''
    if found ~= ARGV[i + 4] then return {ARGV[i + 5], found} end
  elseif op == 'score' then
    local found = redis.call('ZSCORE', KEYS[tonumber(ARGV[i + 2])], ARGV[i + 3])
    if not found or tonumber(found) ~= tonumber(ARGV[i + 4]) then
      return {ARGV[i + 5], found or ''}
    end
  end
  i = i + 2 + n
end

local function queue(task, sealed)
  redis.call('HSET', KEYS[3], task, sealed)
  redis.call('ZADD', KEYS[2], 'NX', now, task)
  redis.call('ZADD', KEYS[5], 'NX', now, task)
end

local write = {}

function write.number(ctr, year, numbers, record, id)
  local seq = redis.call('HINCRBY', KEYS[tonumber(ctr)], year, 1)
  result = string.format('K-%s-%04d', year, seq)
  redis.call('HSET', KEYS[tonumber(numbers)], result, id)
  redis.call('HSET', KEYS[tonumber(record)], 'no', result)
end
function write.hset(k, ...) redis.call('HSET', KEYS[tonumber(k)], ...) end
function write.hincr(k, f, by) redis.call('HINCRBY', KEYS[tonumber(k)], f, by) end
function write.rpush(k, v) redis.call('RPUSH', KEYS[tonumber(k)], v) end
function write.zadd(k, score, m) redis.call('ZADD', KEYS[tonumber(k)], score, m) end
function write.zrem(k, m) redis.call('ZREM', KEYS[tonumber(k)], m) end
function write.say(k, seconds, task, sealed)
  if redis.call('SET', KEYS[tonumber(k)], '1', 'NX', 'EX', seconds) then queue(task, sealed) end
end
function write.look(task, sealed)
  redis.call('HINCRBY', KEYS[4], task .. '|g', 1)
  queue(task, sealed)
end

-- Pass 2: every write.
i = 4
while i <= #ARGV do
  local op, n = ARGV[i], tonumber(ARGV[i + 1])
  if write[op] then write[op](unpack(ARGV, i + 2, i + 1 + n)) end
  i = i + 2 + n
end

redis.call('SET', KEYS[1], result, 'EX', ttl)
return {'OK', result}
