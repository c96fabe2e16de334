-- Records of a request by any of its ids, earliest first. Semi-joins one by one: an empty list costs nothing.
with
trace_ids as (select unnest(from_json($trace_ids, '["varchar"]')) as id),
short_trace_ids as (select unnest(from_json($short_trace_ids, '["varchar"]')) as id),
request_ids as (select unnest(from_json($request_ids, '["varchar"]')) as id),
local_request_ids as (select unnest(from_json($local_request_ids, '["varchar"]')) as id),
hits as (
  select rowid as row from /* table */ logs where trace_id in (select id from trace_ids)
  union
  select rowid as row from /* table */ logs where right(trace_id, 16) in (select id from short_trace_ids)
  union
  select rowid as row from /* table */ logs where request_id in (select id from request_ids)
  union
  select rowid as row from /* table */ logs
  where request_id in (select id from local_request_ids)
    and time_unix_nano between $from::bigint and $to::bigint
)
select
  records.*,
  resources.service as resource_service,
  resources.attributes as resource_attributes,
  resources.run as resource_run
from /* table */ logs as records
left join resources on resources.id = records.resource_id
where records.rowid in (select row from hits)
order by records.time_unix_nano, records.seq
limit $limit::bigint
