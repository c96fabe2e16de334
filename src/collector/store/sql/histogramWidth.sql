-- The width is the one given, widened where it gives too many bars, else the first round one that fits: of days,
-- by what the asker's clocks show at either end.
with extent as (
  select min(time) as first, max(time) as last
  from (/* sources */ select 0 as time, null as value)
),
local as (
  select
    *,
    ($aheads::bigint[])[1 + len(list_filter($shifts::bigint[], lambda s: s <= first))] as first_ahead,
    ($aheads::bigint[])[1 + len(list_filter($shifts::bigint[], lambda s: s <= last))] as ahead
  from extent
)
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
  ahead,
  first,
  last
from local
