-- All records of the requests of a list, one row a request: a JSON list of lists in no order; and before
-- them, in a row of their own, what records share (statements). One text a request travels and is read many
-- times as fast as a row a record. Records tell their statement by its number in this answer, as short numbers
-- are read twice as fast as long ones; statements of several answers are known again by their hash.
with
ids as materialized (
  select unnest(from_json($ids, '[{"id":"varchar","n":"integer"}]'), recursive := true)
),
-- Rows by ids alone first: only theirs are read in full.
found as (
  select coalesce(by_first.n, by_second.n) as n, logs.rowid as row, false as is_span
  from logs /* join of logs */
  left join ids as by_first on by_first.id = /* first id of logs */ logs.trace_id
  left join ids as by_second on by_second.id = /* second id of logs */ logs.request_id
  where (by_first.n is not null or by_second.n is not null)
    and logs.seq between $from_seq::bigint and $to_seq::bigint
  union all
  select coalesce(by_first.n, by_second.n), spans.rowid, true
  from spans /* join of spans */
  left join ids as by_first on by_first.id = /* first id of spans */ spans.trace_id
  left join ids as by_second on by_second.id = /* second id of spans */ spans.request_id
  where (by_first.n is not null or by_second.n is not null)
    and spans.seq between $from_seq::bigint and $to_seq::bigint
),
numbered as (
  select *, row_number() over (partition by n, is_span order by row) as place from found
),
chosen as materialized (
  select n, row, is_span from numbered where place <= $max_records::bigint
),
-- Messages are only read where something of them may differ.
varying as materialized (select unnest(from_json($varying, '["integer"]')) as id),
records as materialized (
  select
    chosen.n,
    0 as is_span,
    logs.seq,
    logs.time_unix_nano - $origin::bigint as time,
    logs.resource_id,
    logs.service,
    if(varying.id is null and logs.pattern_id is not null, null,
      left(if(logs.body = '', coalesce(logs.event_name, ''), logs.body), $max_text::bigint)) as own,
    '' as text,
    logs.pattern_id,
    logs.severity_number::integer as level,
    '' as status_message,
    logs.file,
    logs.line,
    logs.function,
    logs.event_name,
    logs.run,
    if(strlen(logs.attributes) > $max_attributes::bigint, '{}', logs.attributes) as attributes,
    0 as duration,
    '[]' as events
  from chosen
  join logs on logs.rowid = chosen.row
  left join varying on varying.id = logs.pattern_id
  where not chosen.is_span
  union all
  select
    chosen.n,
    1,
    spans.seq,
    spans.time_unix_nano - $origin::bigint,
    spans.resource_id,
    spans.service,
    null,
    left(spans.name, $max_text::bigint),
    null,
    if(spans.status is not distinct from 'error', 1, 0),
    left(coalesce(spans.status_message, ''), $max_text::bigint),
    spans.file,
    spans.line,
    spans.function,
    null,
    spans.run,
    if(strlen(spans.attributes) > $max_attributes::bigint, '{}', spans.attributes),
    spans.duration_nanos,
    if(strlen(spans.events) > $max_attributes::bigint, '[]', spans.events)
  from chosen
  join spans on spans.rowid = chosen.row
  where chosen.is_span
),
stated as materialized (
  select
    *,
    hash(is_span, resource_id, service, text, pattern_id, own is null, level, status_message, file, line,
      function, event_name, run) as statement
  from records
),
statements as materialized (
  select
    statement,
    row_number() over () - 1 as number,
    concat(
      '["', statement, '",', any_value(is_span), ',', any_value(resource_id), ',',
      to_json(coalesce(any_value(service), '')), ',', to_json(any_value(text)), ',', bool_or(own is not null), ',',
      coalesce(any_value(pattern_id), 0), ',', any_value(level), ',', to_json(any_value(status_message)), ',',
      to_json(coalesce(any_value(file), '')), ',', coalesce(any_value(line), 0), ',',
      to_json(coalesce(any_value(function), '')), ',', to_json(coalesce(any_value(event_name), '')), ',',
      to_json(coalesce(any_value(run), '')), ']'
    ) as text
  from stated
  group by statement
)
select -1 as n, 0::double as records, concat('[', string_agg(text, ',' order by number), ']') as text
from statements
union all
select
  n,
  count(*)::double,
  concat('[', string_agg(
    concat('[', statements.number, ',', seq, ',', time, ',', attributes,
      case
        when is_span = 1 then concat(',', duration, ',', events)
        when own is not null then concat(',', to_json(own))
        else ''
      end,
    ']'),
    ','
  ), ']')
from stated
join statements using (statement)
group by n
