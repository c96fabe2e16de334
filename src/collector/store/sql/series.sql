-- Series with points, each with its latest point; its exemplars are those of the latest point that has any.
with matching as (select * from series where /* predicate */ true),
latest as (
  select series_id, max(seq) as seq, max(seq) filter (where exemplars <> '[]') as exemplars_seq
  from points
  where series_id in (select id from matching)
  group by series_id
)
select
  points.* replace (coalesce(examples.exemplars, '[]') as exemplars),
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
left join points as examples on examples.seq = latest.exemplars_seq
join matching as series on series.id = latest.series_id
left join resources on resources.id = series.resource_id
order by series.name, series.id
limit $limit::bigint
