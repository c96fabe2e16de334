select
  p.*,
  s.name,
  s.type,
  s.unit,
  s.description,
  s.service,
  s.attributes,
  s.receiver,
  s.run,
  s.resource_id,
  resources.service as resource_service,
  resources.attributes as resource_attributes,
  resources.run as resource_run
from points p
join series s on s.id = p.series_id
left join resources on resources.id = s.resource_id
where p.seq between $window_from::bigint and $window_to::bigint
  and (/* predicate */ true)
order by p.seq /* order */ asc
limit $limit::bigint
