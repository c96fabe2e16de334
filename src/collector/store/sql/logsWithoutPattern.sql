-- The oldest of them: rows lie in seq order.
select seq, body, event_name, observed_time_unix_nano
from logs
where pattern_id is null and seq >= $from_seq::bigint
limit $limit::bigint
