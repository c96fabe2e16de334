-- Recent requests: traces, and request ids. A request id that is seen with a trace is that trace's, and two
-- traces with one request id are one request. Looks back over so many rows of each table; the newest requests
-- are chosen by ids alone, and only their rows are read in full.
with
recent as materialized (
  select rowid as row, seq, trace_id, request_id, severity_number >= 17 as is_failed, false as is_span
  from logs
  where seq > (select max(seq) from logs) - $look_back::bigint
    and (trace_id is not null or request_id is not null)
  union all
  select
    rowid,
    seq,
    trace_id,
    request_id,
    status is not distinct from 'error'
      or (
        parent_span_id is null
        and coalesce(
          try_cast(attributes ->> '$."http.response.status_code"' as integer),
          try_cast(attributes ->> '$."http.status_code"' as integer),
          0
        ) >= 500
      ) as is_failed,
    true as is_span
  from spans
  where seq > (select max(seq) from spans) - $look_back::bigint
    and (trace_id is not null or request_id is not null)
),
trace_of_request as (
  select request_id, min(trace_id) as trace_id
  from recent
  where request_id is not null and trace_id is not null
  group by request_id
),
main_trace as (
  select recent.trace_id, min(trace_of_request.trace_id) as main_trace_id
  from recent
  join trace_of_request on trace_of_request.request_id = recent.request_id
  where recent.trace_id is not null
  group by recent.trace_id
),
keyed as materialized (
  select
    recent.row,
    recent.seq,
    recent.is_failed,
    recent.is_span,
    coalesce(
      main_trace.main_trace_id, recent.trace_id, trace_of_request.trace_id, recent.request_id
    ) as id,
    coalesce(recent.trace_id, trace_of_request.trace_id) is not null as is_trace
  from recent
  left join main_trace on main_trace.trace_id = recent.trace_id
  -- As an equality alone, or it is joined by nested loops (seconds).
  left join trace_of_request
    on trace_of_request.request_id = if(recent.trace_id is null, recent.request_id, null)
),
newest as (
  select
    id,
    bool_or(is_trace) as is_trace,
    bool_or(is_failed) as is_failed,
    max(seq) as last_seq
  from keyed
  group by id
  having bool_or(is_failed) or not $is_failed_only::boolean
  order by last_seq desc
  limit $limit::bigint
),
chosen as materialized (
  select newest.id, keyed.row, keyed.is_span from keyed join newest on newest.id = keyed.id
),
chosen_logs as materialized (select id, row from chosen where not is_span),
chosen_spans as materialized (select id, row from chosen where is_span),
records as (
  select
    chosen_logs.id,
    logs.seq,
    logs.time_unix_nano as first_time,
    logs.time_unix_nano as last_time,
    logs.service,
    logs.body as name,
    0 as rank,
    logs.severity_number >= 17 as is_error,
    false as is_span
  from logs
  join chosen_logs on chosen_logs.row = logs.rowid
  union all
  select
    chosen_spans.id,
    spans.seq,
    spans.time_unix_nano,
    spans.time_unix_nano + spans.duration_nanos,
    spans.service,
    spans.name,
    -- A root span names the request; without one, the span that began first does.
    if(spans.parent_span_id is null, 2, 1) as rank,
    spans.status is not distinct from 'error' as is_error,
    true as is_span
  from spans
  join chosen_spans on chosen_spans.row = spans.rowid
),
described as (
  select
    id,
    left(arg_min(name, (-rank, first_time, seq)), 300) as name,
    coalesce(arg_min(service, (-rank, first_time, seq)), '') as service,
    list_sort(list(distinct service) filter (where service is not null)) as services,
    min(first_time) as first_time,
    (max(last_time) - min(first_time))::bigint as duration_nanos,
    (count(*) filter (where is_span))::double as span_count,
    (count(*) filter (where not is_span))::double as log_count,
    (count(*) filter (where is_error))::double as error_count
  from records
  group by id
)
select described.*, newest.is_trace, newest.is_failed
from described
join newest on newest.id = described.id
order by newest.last_seq desc
