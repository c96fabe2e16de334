with hits as (
  select *
  from spans
  where seq between $window_from::bigint and $window_to::bigint
    and (/* predicate */ true)
  order by seq /* order */ asc
  limit $limit::bigint
)
select
  hits.*,
  resources.service as resource_service,
  resources.attributes as resource_attributes,
  resources.run as resource_run
from hits
left join resources on resources.id = hits.resource_id
order by hits.seq /* order */ asc
