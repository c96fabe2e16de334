-- Points that name one of the ids in an exemplar, or whose series carries one as an attribute.
with ids as (select unnest(from_json($ids, '["varchar"]')) as id),
hits as (
  select points.seq
  from points, ids
  where points.exemplars <> '[]' and contains(points.exemplars, ids.id)
  union
  select points.seq
  from points
  join series on series.id = points.series_id
  join ids on contains(series.attributes, ids.id)
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
from points
join series on series.id = points.series_id
left join resources on resources.id = series.resource_id
where points.seq in (select seq from hits)
order by points.time_unix_nano, points.seq
limit $limit::bigint
