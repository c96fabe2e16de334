-- Width and counts in one pass over what matches, where that is many: histogramWidth.sql finds the width.
with matching as materialized (
  /* sources */ select 0 as time, null as value
),
width as (
  /* width */ select 0 as width, 0 as ahead
),
frequent as (
  select value
  from matching
  where value is not null
  group by value
  order by count(*) desc, value
  limit $max_values::bigint
)
select
  ((time + case when width < $day::bigint then ahead else /* ahead */ $ahead::bigint end) // width) * width as local,
  width,
  ahead,
  case when value in (select value from frequent) then value end as value,
  count(*)::double as count
from matching, width
group by all
order by 1, 4
