-- settle.lua: a worker answers for the notice it leased.
--
-- KEYS[1] out, KEYS[2] out:n, KEYS[3] out:s, KEYS[4] out:at   as in commit.lua
-- KEYS[5] dead    STREAM of notices that were given up
-- KEYS[6] cards   HASH of the case; any key when there are no cards
-- ARGV[1] task    ARGV[2] token of the lease   ARGV[3] now, real ms
-- ARGV[4] finish | retry | bury
-- ARGV[5] retry: not before, real ms; bury: sealed reason; else ''
-- ARGV[6] count of cards to keep, then field, value for each; what follows are
--         fields of cards to forget
--
-- Cards are written even when the lease is lost: they say what Slack shows.
--
-- Returns 'OK'; 'AGAIN' when the notice was queued again meanwhile and is free
-- to run at once; 'LOST' when the token is not that of the current lease.

local task, token, now, verb = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local last = 6 + 2 * tonumber(ARGV[6])
for i = 7, last, 2 do redis.call('HSET', KEYS[6], ARGV[i], ARGV[i + 1]) end
for i = last + 1, #ARGV do redis.call('HDEL', KEYS[6], ARGV[i]) end

if redis.call('HGET', KEYS[3], task .. '|t') ~= token then return 'LOST' end

if verb == 'retry' then
  redis.call('ZADD', KEYS[1], ARGV[5], task)
  redis.call('HDEL', KEYS[3], task .. '|t')
  return 'OK'
end
if verb == 'bury' then
  redis.call('XADD', KEYS[5], '*', 'task', task, 'n', redis.call('HGET', KEYS[2], task) or '', 'why', ARGV[5], 'at', now)
end
local generation = redis.call('HGET', KEYS[3], task .. '|g') or '0'
if string.match(token, '%.(%d+)$') ~= generation then
  redis.call('ZADD', KEYS[1], now, task)
  redis.call('ZADD', KEYS[4], now, task)
  redis.call('HDEL', KEYS[3], task .. '|t', task .. '|a')
  return 'AGAIN'
end
redis.call('ZREM', KEYS[1], task)
redis.call('ZREM', KEYS[4], task)
redis.call('HDEL', KEYS[2], task)
redis.call('HDEL', KEYS[3], task .. '|t', task .. '|a', task .. '|g')
return 'OK'
