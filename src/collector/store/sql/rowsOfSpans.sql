with hits as materialized (
  select seq
  from spans
  where seq between $window_from::bigint and $window_to::bigint
    and (/* predicate */ true)
  order by seq /* order */ asc
  limit $limit::bigint
)
select
  spans.*,
  resources.service as resource_service,
  resources.attributes as resource_attributes,
  resources.run as resource_run
from spans
left join resources on resources.id = spans.resource_id
where spans.seq in (select seq from hits)
order by spans.seq /* order */ asc
