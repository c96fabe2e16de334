update logs
set pattern_id = learnt.pattern_id
from (
  select
    unnest(from_json($seqs, '["bigint"]')) as seq,
    unnest(from_json($numbers, '["integer"]')) as pattern_id
) as learnt
where logs.seq between $from_seq::bigint and $to_seq::bigint and logs.seq = learnt.seq
