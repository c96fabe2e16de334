-- The width is the one given, widened where it gives too many bars, else the first round one that fits.
select coalesce(
  case when (last - first) // $width::bigint < $max_bars::bigint then $width::bigint end,
  list_filter(
    $widths::bigint[],
    lambda w: ((last + $ahead::bigint) // w) - ((first + $ahead::bigint) // w) < case when $width::bigint is null then $bars::bigint else $max_bars::bigint end
  )[1],
  3155760000000000000
) as width
from (
  select min(time) as first, max(time) as last
  from (/* sources */ select 0 as time, null as value)
)
