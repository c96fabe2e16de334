-- The width is the one given, widened where it gives too many bars, else the first round one that fits.
with matching as materialized (
  /* sources */ select 0 as time, null as value
),
extent as (
  select min(time) as first, max(time) as last from matching
),
width as (
  select coalesce(
    case when (last - first) // $width::bigint < $max_bars::bigint then $width::bigint end,
    list_filter(
      $widths::bigint[],
      lambda w: ((last + $ahead::bigint) // w) - ((first + $ahead::bigint) // w) < case when $width::bigint is null then $bars::bigint else $max_bars::bigint end
    )[1],
    3155760000000000000
  ) as width
  from extent
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
  ((time + $ahead::bigint) // width) * width - $ahead::bigint as time,
  width,
  case when value in (select value from frequent) then value end as value,
  count(*)::double as count
from matching, width
group by all
order by 1, 3
