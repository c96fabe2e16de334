select
  (select count(*) from logs)::double as logs,
  (select count(*) from spans)::double as spans,
  (select count(*) from points)::double as metrics
