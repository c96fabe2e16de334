-- What counters increased by and how many samples histograms took, by line and bin. Each point's increase is
-- spread evenly over (start, time], so that bins narrower than the interval show no spikes; a point whose
-- start is unknown counts where it is.
with lines as (
  select unnest(from_json($lines, '[{"series_id": "integer", "line": "integer"}]'), recursive := true)
),
increases as (
  select
    lines.line,
    points.value,
    points.count,
    points.time_unix_nano - $from::bigint as t1,
    least(coalesce(points.start_time_unix_nano, points.time_unix_nano), points.time_unix_nano - 1)
      - $from::bigint as t0
  from points
  join lines on lines.series_id = points.series_id
  where points.time_unix_nano > $from::bigint
    and coalesce(points.start_time_unix_nano, points.time_unix_nano) < $to::bigint
),
spread as (
  select
    *,
    unnest(
      range(
        greatest(0, t0 // $step::bigint),
        least($bins::bigint, (t1 - 1) // $step::bigint + 1)
      )
    ) as bin
  from increases
),
shares as (
  select
    line,
    bin,
    value,
    count,
    (least(t1, (bin + 1) * $step::bigint) - greatest(t0, bin * $step::bigint))::double
      / (t1 - t0) as share
  from spread
)
select
  line,
  bin::integer as bin,
  sum(value * share) as increase,
  sum(count * share) as samples
from shares
group by line, bin
order by line, bin
