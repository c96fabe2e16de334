-- The width is the one given, widened where it gives too many bars, else the first round one that fits: of days,
-- by what the asker's clocks show at either end.
with matching as materialized (
  /* sources */ select 0 as time, null as value
),
extent as (
  select min(time) as first, max(time) as last from matching
),
local as (
  select
    *,
    ($aheads::bigint[])[1 + len(list_filter($shifts::bigint[], lambda s: s <= first))] as first_ahead,
    ($aheads::bigint[])[1 + len(list_filter($shifts::bigint[], lambda s: s <= last))] as ahead
  from extent
),
width as (
  select
    coalesce(
      case when (last - first) // $width::bigint < $max_bars::bigint then $width::bigint end,
      list_filter(
        $widths::bigint[],
        lambda w: ((last + ahead) // w) - ((first + case when w < $day::bigint then ahead else first_ahead end) // w)
          < case when $width::bigint is null then $bars::bigint else $max_bars::bigint end
      )[1],
      3155760000000000000
    ) as width,
    ahead
  from local
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
