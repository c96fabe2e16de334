-- How far apart the points of one series usually are: finer bins would show holes and spikes.
with asked as (select unnest(from_json($series, '["integer"]')) as id),
gaps as (
  select
    time_unix_nano
      - lag(time_unix_nano) over (partition by series_id order by time_unix_nano) as gap
  from points
  where series_id in (select id from asked)
    and time_unix_nano >= $from::bigint
    and time_unix_nano < $to::bigint
)
select median(gap)::bigint as interval_nanos from gaps where gap > 0
