-- What wrk asks: `wrk … -s requests.lua URL -- LINES SEQUENCE START`.
--
-- LINES holds one request a line: the media type wanted, a tab, the path and query string. Where the
-- path says UNIQUENUMBER, a number stands that no other request has; START is the first one.
-- SEQUENCE holds the numbers of the lines to ask for, in this order and again; `-` asks for all in
-- turn. One thread only: the numbers are counted here.

local heads, tails = {}, {}
local sequence = {}
local position, number = 0, 0

function init(args)
  local host = wrk.headers["Host"]
  for line in io.lines(args[1]) do
    local accept, target = line:match("^(.-)\t(.*)$")
    local head, tail = target:match("^(.-)UNIQUENUMBER(.*)$")
    heads[#heads + 1] = "GET " .. (head or target)
    tails[#tails + 1] = (tail or "") .. " HTTP/1.1\r\nHost: " .. host .. "\r\nAccept: " .. accept
      .. "\r\n\r\n"
    if not head then
      heads[#heads], tails[#tails] = heads[#heads] .. tails[#tails], false
    end
  end
  if args[2] == "-" then
    for line = 1, #heads do sequence[line] = line end
  else
    for line in io.lines(args[2]) do sequence[#sequence + 1] = tonumber(line) end
  end
  number = tonumber(args[3])
end

function request()
  position = position % #sequence + 1
  local line = sequence[position]
  if not tails[line] then return heads[line] end
  number = number + 1
  return heads[line] .. string.format("%d", number) .. tails[line]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    'BENCH {"requests": %d, "microseconds": %d, "bytes": %d, "p50": %d, "p99": %d, "refused": %d, '
    .. '"connect": %d, "read": %d, "write": %d, "timeout": %d}\n',
    summary.requests, summary.duration, summary.bytes, latency:percentile(50),
    latency:percentile(99), errors.status, errors.connect, errors.read, errors.write,
    errors.timeout))
end
