-- Trace ids and request ids that stand on one record, of records with an id of the list.
with
ids as materialized (select unnest(from_json($ids, '["varchar"]')) as id),
pairs as (
  select trace_id, request_id
  from logs
  where trace_id is not null and request_id is not null
    and seq between $from_seq::bigint and $to_seq::bigint
  union
  select trace_id, request_id
  from spans
  where trace_id is not null and request_id is not null
    and seq between $from_seq::bigint and $to_seq::bigint
)
select trace_id, request_id
from pairs
where trace_id in (select id from ids) or request_id in (select id from ids)
limit $limit::bigint
