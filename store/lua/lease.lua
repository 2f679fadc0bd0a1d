-- lease.lua: hands out the notices whose time has come.
--
-- KEYS[1] out, KEYS[2] out:n, KEYS[3] out:s   as in commit.lua
-- ARGV[1] now, real ms   ARGV[2] lease ends, real ms
-- ARGV[3] most to hand out   ARGV[4] token of this call, random
--
-- Returns a list of {task, sealed, token, attempt, repeat ('1' or '0')}. The
-- token is ARGV[4] and the generation that is handed out. repeat: the lease
-- before this one ended without an answer.

local list = {}
for _, task in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])) do
  local open = redis.call('HGET', KEYS[3], task .. '|t')
  local token = ARGV[4] .. '.' .. (redis.call('HGET', KEYS[3], task .. '|g') or '0')
  local attempt = redis.call('HINCRBY', KEYS[3], task .. '|a', 1)
  redis.call('HSET', KEYS[3], task .. '|t', token)
  redis.call('ZADD', KEYS[1], ARGV[2], task)
  list[#list + 1] = {task, redis.call('HGET', KEYS[2], task) or '', token, tostring(attempt), open and '1' or '0'}
end
return list
