-- Values of the asked series by line and bin of time. A point stands for (start, time], so that one on the
-- edge of two bins belongs to the earlier.
with lines as (
  select unnest(from_json($lines, '[{"series_id": "integer", "line": "integer"}]'), recursive := true)
)
select
  lines.line,
  ((points.time_unix_nano - $from::bigint - 1) // $step::bigint)::integer as bin,
  avg(points.value) as mean,
  max(points.value) as highest,
  arg_max(points.value, (points.time_unix_nano, points.seq)) as last,
  min(coalesce(points.min, points.value)) as min,
  -- Of all samples, when every point knows its own.
  if(count(points.min) = count(*), min(points.min), null) as least_sample,
  if(count(points.max) = count(*), max(points.max), null) as greatest_sample,
  max(coalesce(points.max, points.value)) as max
from points
join lines on lines.series_id = points.series_id
where points.time_unix_nano > $from::bigint and points.time_unix_nano <= $to::bigint
group by all
order by lines.line, bin
