-- The next rows that are in no block; rows lie in seq order.
select
  count(*)::integer as row_count,
  max(seq)::double as to_seq,
  sum(strlen(body) + strlen(attributes))::double as text_bytes
from (select seq, body, attributes from logs where seq >= $from_seq::bigint limit $block_rows::bigint)
