-- The groups with the largest values over all, and their values in each interval.
with matching as materialized (
  /* matching */ select 0 as time, '' as key, null as x
),
highest as (
  select key, (/* whole */ count(*))::double as whole
  from matching
  group by key
  order by whole desc nulls last, key
  limit $max_lines::bigint
)
select
  key,
  any_value(highest.whole) as whole,
  ((time + /* ahead */ $ahead::bigint) // $width::bigint) * $width::bigint as time,
  (/* part */ count(*))::double as value
from matching
join highest using (key)
group by key, 3
order by whole desc nulls last, key, 3
