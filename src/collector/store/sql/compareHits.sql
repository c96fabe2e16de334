-- Requests with a matching record, the newest first, and of each its first matching record.
select
  trace_id,
  request_id,
  min(seq)::double as seq,
  max(seq)::double as last_seq
from /* source */ logs
where (trace_id is not null or request_id is not null)
  and (/* predicate */ true)
group by trace_id, request_id
order by last_seq desc
limit $limit::bigint
