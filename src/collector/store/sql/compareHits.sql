-- Requests with a matching record, the newest first, and of each its first and its last matching record.
select
  /* first id */ trace_id as first_id,
  /* second id */ request_id as second_id,
  min(seq)::double as seq,
  max(seq)::double as last_seq
from /* source */ logs
where (first_id is not null or second_id is not null)
  and (/* predicate */ true)
group by first_id, second_id
order by last_seq desc
limit $limit::bigint
