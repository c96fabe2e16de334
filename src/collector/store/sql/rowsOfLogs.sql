with hits as materialized (
  select seq
  from logs
  where seq between $window_from::bigint and $window_to::bigint
    and (/* predicate */ true)
  order by seq /* order */ asc
  limit $limit::bigint
)
select
  logs.*,
  resources.service as resource_service,
  resources.attributes as resource_attributes,
  resources.run as resource_run
from logs
left join resources on resources.id = logs.resource_id
where logs.seq in (select seq from hits)
order by logs.seq /* order */ asc
