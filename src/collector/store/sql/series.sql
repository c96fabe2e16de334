-- Series with points, the most recently seen first, each with its latest point.
with matching as (select * from series where /* predicate */ true),
latest as (
  select series_id, max(seq) as seq
  from points
  where series_id in (select id from matching)
  group by series_id
)
select
  points.*,
  series.name,
  series.type,
  series.unit,
  series.description,
  series.service,
  series.attributes,
  series.resource_id,
  series.receiver,
  series.run,
  resources.service as resource_service,
  resources.attributes as resource_attributes,
  resources.run as resource_run
from latest
join points on points.seq = latest.seq
join matching as series on series.id = latest.series_id
left join resources on resources.id = series.resource_id
order by series.name, series.id
limit $limit::bigint
