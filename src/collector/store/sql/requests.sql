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
records as materialized (
  select
    chosen_logs.id,
    logs.seq,
    logs.time_unix_nano as first_time,
    logs.time_unix_nano as last_time,
    logs.service,
    logs.body as name,
    0 as rank,
    logs.severity_number >= 17 as is_error,
    false as is_span,
    false as may_be_in_doubt,
    null as span_id,
    null as parent_span_id
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
    true as is_span,
    spans.duration_nanos >= $late_nanos::bigint and spans.kind is distinct from 'consumer',
    spans.span_id,
    spans.parent_span_id
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
),
-- What one record says of a long request may be wrong: a clock that was never set, a span that was never ended.
-- As in the timeline (timeOfMost.ts, worked.ts), nearly: what is a month from the middle does not count, and
-- neither does the end of a step that its caller did not wait for, an hour or more after all else.
long_records as materialized (
  select
    records.id,
    records.first_time,
    records.last_time,
    records.may_be_in_doubt and parents.span_id is not null as is_in_doubt
  from records
  join described on described.id = records.id and described.duration_nanos >= $late_nanos::bigint
  left join (select distinct id, span_id from records where span_id is not null) as parents
    on parents.id = records.id and parents.span_id = records.parent_span_id
),
moments as (
  select id, first_time as moment from long_records
  union all
  select id, last_time from long_records where not is_in_doubt
),
middles as (
  select id, quantile_disc(moment, 0.5) as middle, count(*) as moment_count from moments group by id
),
most as (
  select
    moments.id,
    min(moments.moment) as first_time,
    max(moments.moment) as last_time
  from moments
  join middles on middles.id = moments.id
  where abs(moments.moment - middles.middle) < $far_nanos::bigint
  group by moments.id
  having count(*) * 2 > any_value(middles.moment_count)
),
believed as (
  select
    most.id,
    most.first_time,
    greatest(
      most.last_time,
      max(long_records.last_time) filter (
        where long_records.is_in_doubt
          and long_records.last_time - most.last_time
            <= greatest($late_nanos::bigint, 10 * (most.last_time - most.first_time))
      )
    ) as last_time
  from most
  join long_records on long_records.id = most.id
  group by most.id, most.first_time, most.last_time
)
select
  described.* exclude (first_time, duration_nanos),
  coalesce(believed.first_time, described.first_time) as first_time,
  coalesce(believed.last_time - believed.first_time, described.duration_nanos)::bigint
    as duration_nanos,
  newest.is_trace,
  newest.is_failed
from described
join newest on newest.id = described.id
left join believed on believed.id = described.id
order by newest.last_seq desc
