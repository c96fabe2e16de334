-- Counts for a width that is known: nothing is kept but the counts, however many records match.
with cells as materialized (
  select (time + /* ahead */ $ahead::bigint) // $width::bigint as bar, value, count(*) as records
  from (/* sources */ select 0 as time, null as value)
  group by all
),
frequent as (
  select value
  from cells
  where value is not null
  group by value
  order by sum(records) desc, value
  limit $max_values::bigint
)
select
  bar * $width::bigint as local,
  case when value in (select value from frequent) then value end as value,
  sum(records)::double as count
from cells
group by all
order by 1, 2
