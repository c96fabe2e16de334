-- Histograms of the asked series by line and bin, equal buckets added up. An open end is null.
with lines as (
  select unnest(from_json($lines, '[{"series_id": "integer", "line": "integer"}]'), recursive := true)
),
histograms as (
  select
    lines.line,
    ((points.time_unix_nano - $from::bigint - 1) // $step::bigint)::integer as bin,
    from_json(
      points.distribution, '{"lower": ["double"], "upper": ["double"], "counts": ["double"]}'
    ) as d
  from points
  join lines on lines.series_id = points.series_id
  where points.time_unix_nano > $from::bigint
    and points.time_unix_nano <= $to::bigint
    and points.distribution is not null
),
buckets as (
  select
    line,
    bin,
    unnest(d.lower) as lower_bound,
    unnest(d.upper) as upper_bound,
    unnest(d.counts) as bucket_count
  from histograms
),
merged as (
  select line, bin, lower_bound, upper_bound, sum(bucket_count) as bucket_count
  from buckets
  group by all
)
select
  line,
  bin,
  list(lower_bound order by lower_bound nulls first, upper_bound nulls last) as lower_bounds,
  list(upper_bound order by lower_bound nulls first, upper_bound nulls last) as upper_bounds,
  list(bucket_count order by lower_bound nulls first, upper_bound nulls last) as counts
from merged
group by line, bin
order by line, bin
