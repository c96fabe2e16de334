-- A row where any record has both ids of a request.
select true
from (
  select 1 from logs where trace_id is not null and request_id is not null
  union all
  select 1 from spans where trace_id is not null and request_id is not null
)
limit 1
