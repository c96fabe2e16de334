with seen as (
  select
    service,
    count(*) as logs,
    0 as spans,
    0 as points,
    count(*) filter (where severity_number >= 17) as errors,
    0 as failed_spans,
    max(time_unix_nano) as last_time
  from logs
  group by service
  union all
  select service, 0, count(*), 0, 0, count(*) filter (where status = 'error'), max(time_unix_nano)
  from spans
  group by service
  union all
  select series.service, 0, 0, sum(by_series.points), 0, 0, max(by_series.last_time)
  from (
    select series_id, count(*) as points, max(time_unix_nano) as last_time
    from points
    group by series_id
  ) as by_series
  join series on series.id = by_series.series_id
  group by series.service
)
select
  coalesce(service, '') as name,
  sum(logs)::double as logs,
  sum(spans)::double as spans,
  sum(points)::double as points,
  sum(errors)::double as errors,
  sum(failed_spans)::double as "failedSpans",
  max(last_time) as last_time_unix_nano
from seen
group by service
order by last_time_unix_nano desc
limit 1000
