select
  least(
    (select min(seq) from logs), (select min(seq) from spans), (select min(seq) from points)
  )::double as first_seq,
  greatest(
    (select max(seq) from logs), (select max(seq) from spans), (select max(seq) from points)
  )::double as last_seq
