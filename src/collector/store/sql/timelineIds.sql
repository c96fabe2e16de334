-- Pairs of ids that stand on one log or span with a known id, and when. Semi-joins one by one: an empty list
-- costs nothing. A 64-bit trace id is the low half of a 128-bit one.
with
trace_ids as (select unnest(from_json($trace_ids, '["varchar"]')) as id),
short_trace_ids as (select unnest(from_json($short_trace_ids, '["varchar"]')) as id),
span_ids as (select unnest(from_json($span_ids, '["varchar"]')) as id),
request_ids as (select unnest(from_json($request_ids, '["varchar"]')) as id),
local_request_ids as (select unnest(from_json($local_request_ids, '["varchar"]')) as id),
found as (
  select trace_id, request_id, time_unix_nano from logs
  where trace_id in (select id from trace_ids)
  union all
  select trace_id, request_id, time_unix_nano from logs
  where right(trace_id, 16) in (select id from short_trace_ids)
  union all
  select trace_id, request_id, time_unix_nano from logs
  where span_id in (select id from span_ids)
  union all
  select trace_id, request_id, time_unix_nano from logs
  where request_id in (select id from request_ids)
  union all
  select trace_id, request_id, time_unix_nano from logs
  where request_id in (select id from local_request_ids)
    and time_unix_nano between $from::bigint and $to::bigint
  union all
  select trace_id, request_id, time_unix_nano from spans
  where trace_id in (select id from trace_ids)
  union all
  select trace_id, request_id, time_unix_nano from spans
  where right(trace_id, 16) in (select id from short_trace_ids)
  union all
  select trace_id, request_id, time_unix_nano from spans
  where span_id in (select id from span_ids)
  union all
  select trace_id, request_id, time_unix_nano from spans
  where request_id in (select id from request_ids)
  union all
  select trace_id, request_id, time_unix_nano from spans
  where request_id in (select id from local_request_ids)
    and time_unix_nano between $from::bigint and $to::bigint
)
select
  trace_id,
  request_id,
  min(time_unix_nano) as first_time,
  max(time_unix_nano) as last_time
from found
group by trace_id, request_id
order by first_time
limit $limit::bigint
