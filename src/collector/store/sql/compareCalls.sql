-- How far the clocks of services are apart, as the newest calls between them tell: the callee's is behind by
-- `lower` at least, as it cannot start before its caller, and by `upper` at most, where its caller waits for it. One
-- call in fifty may be odd.
with near as materialized (
  select trace_id, span_id, parent_span_id, resource_id, service, kind, time_unix_nano as start, duration_nanos as length
  from spans
  where seq between $from_seq::bigint and $to_seq::bigint
  order by seq desc
  limit $max_spans::bigint
),
calls as (
  select
    caller.service as caller_service,
    caller.resource_id as caller_resource,
    callee.service as callee_service,
    callee.resource_id as callee_resource,
    caller.start - callee.start as lower,
    case
      when caller.kind is not distinct from 'producer' or callee.kind is not distinct from 'consumer' then null
      when callee.length > caller.length then null
      when caller.kind is not distinct from 'client'
        or callee.kind is not distinct from 'server'
        or callee.start < caller.start + caller.length
        then caller.start + caller.length - callee.start - callee.length
    end as upper
  from near as callee
  join near as caller on caller.trace_id = callee.trace_id and caller.span_id = callee.parent_span_id
  where (caller.service, caller.resource_id) is distinct from (callee.service, callee.resource_id)
)
select
  caller_service,
  caller_resource,
  callee_service,
  callee_resource,
  quantile_disc(lower, 0.98)::double as lower,
  quantile_disc(upper, 0.02)::double as upper
from calls
where abs(lower) < $far::bigint
group by all
