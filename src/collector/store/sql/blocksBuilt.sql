select
  coalesce(max(to_seq), -1)::double as to_seq,
  (select count(*) from logs where seq > coalesce((select max(to_seq) from log_blocks), -1))::double as waiting
from log_blocks
