-- Samples in a stretch of time of the series with most of them, each series one row, oldest sample first. Series that
-- are about single requests are left out.
with
near as (
  select series_id, time_unix_nano, value
  from points
  where time_unix_nano between $from::bigint and $to::bigint and not isnan(value)
),
of_requests as (
  select id as series_id
  from series
  where list_has_any(json_keys(attributes), from_json($id_labels, '["varchar"]'))
),
chosen as (
  select series_id
  from near
  where series_id not in (select series_id from of_requests)
  group by series_id
  having count(*) >= $least::bigint
  order by count(*) desc, series_id
  limit $series::bigint
),
latest as (
  select near.*, row_number() over (partition by near.series_id order by near.time_unix_nano desc) as place
  from near
  join chosen on chosen.series_id = near.series_id
)
select
  series.name,
  coalesce(series.service, '') as service,
  series.attributes,
  list((latest.time_unix_nano - $origin::bigint)::double order by latest.time_unix_nano) as times,
  list(latest.value order by latest.time_unix_nano) as amounts
from latest
join series on series.id = latest.series_id
where latest.place <= $samples::bigint
group by series.id, series.name, series.service, series.attributes
