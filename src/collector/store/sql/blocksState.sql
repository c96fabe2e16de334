select
  (select min(from_seq) from log_blocks) as first_seq,
  (select max(to_seq) from log_blocks) as last_seq,
  (select count(*) from log_slots)::integer as slots
