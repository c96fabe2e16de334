-- All records of the requests of a list, one row a request: a JSON list of lists in no order. One text a
-- request travels and is read many times as fast as a row a record.
with
ids as materialized (
  select unnest(from_json($ids, '[{"id":"varchar","n":"integer"}]'), recursive := true)
),
-- Rows by ids alone first: only theirs are read in full.
found as (
  select coalesce(by_trace.n, by_request.n) as n, logs.rowid as row, false as is_span
  from logs
  left join ids as by_trace on by_trace.id = logs.trace_id
  left join ids as by_request on by_request.id = logs.request_id
  where (by_trace.n is not null or by_request.n is not null)
    and logs.seq between $from_seq::bigint and $to_seq::bigint
  union all
  select coalesce(by_trace.n, by_request.n), spans.rowid, true
  from spans
  left join ids as by_trace on by_trace.id = spans.trace_id
  left join ids as by_request on by_request.id = spans.request_id
  where (by_trace.n is not null or by_request.n is not null)
    and spans.seq between $from_seq::bigint and $to_seq::bigint
),
numbered as (
  select *, row_number() over (partition by n, is_span order by row) as place from found
),
chosen as materialized (
  select n, row, is_span from numbered where place <= $max_records::bigint
),
records as (
  select
    chosen.n,
    concat(
      '[0,', logs.seq, ',', logs.time_unix_nano - $origin::bigint, ',', logs.resource_id, ',',
      to_json(coalesce(logs.service, '')), ',', to_json(left(logs.body, $max_text::bigint)), ',',
      logs.severity_number, ',"",0,',
      to_json(coalesce(logs.file, '')), ',', coalesce(logs.line, 0), ',',
      to_json(coalesce(logs.function, '')), ',', to_json(coalesce(logs.event_name, '')), ',',
      to_json(coalesce(logs.run, '')), ',',
      if(strlen(logs.attributes) > $max_attributes::bigint, '{}', logs.attributes), ',[]]'
    ) as record
  from chosen
  join logs on logs.rowid = chosen.row
  where not chosen.is_span
  union all
  select
    chosen.n,
    concat(
      '[1,', spans.seq, ',', spans.time_unix_nano - $origin::bigint, ',', spans.resource_id, ',',
      to_json(coalesce(spans.service, '')), ',', to_json(left(spans.name, $max_text::bigint)), ',',
      if(spans.status is not distinct from 'error', 1, 0), ',',
      to_json(left(coalesce(spans.status_message, ''), $max_text::bigint)), ',', spans.duration_nanos, ',',
      to_json(coalesce(spans.file, '')), ',', coalesce(spans.line, 0), ',',
      to_json(coalesce(spans.function, '')), ',"",', to_json(coalesce(spans.run, '')), ',',
      if(strlen(spans.attributes) > $max_attributes::bigint, '{}', spans.attributes), ',',
      if(strlen(spans.events) > $max_attributes::bigint, '[]', spans.events), ']'
    )
  from chosen
  join spans on spans.rowid = chosen.row
  where chosen.is_span
)
select n, count(*)::double as records, concat('[', string_agg(record, ','), ']') as text
from records
group by n
