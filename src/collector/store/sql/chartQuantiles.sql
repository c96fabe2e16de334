-- Quantiles that senders computed themselves, where there is no histogram to merge: the mean by samples.
with lines as (
  select unnest(from_json($lines, '[{"series_id": "integer", "line": "integer"}]'), recursive := true)
),
quantiles as (
  select
    lines.line,
    ((points.time_unix_nano - $from::bigint - 1) // $step::bigint)::integer as bin,
    greatest(points.count, 1) as weight,
    unnest(from_json(points.quantiles, '[{"q": "double", "value": "double"}]')) as quantile
  from points
  join lines on lines.series_id = points.series_id
  where points.time_unix_nano > $from::bigint
    and points.time_unix_nano <= $to::bigint
    and points.distribution is null
    and points.quantiles is not null
)
select
  line,
  bin,
  quantile.q as q,
  sum(quantile.value * weight) / sum(weight) as value
from quantiles
group by line, bin, quantile.q
order by line, bin, q
