-- seq is unique over all tables; arrivals keeps it growing after everything was deleted.
select greatest(
  coalesce((select max(seq) from logs), 0),
  coalesce((select max(seq) from spans), 0),
  coalesce((select max(seq) from points), 0),
  coalesce((select max(seq) from arrivals), 0)
)::double as last_seq
