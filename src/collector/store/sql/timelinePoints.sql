-- Points that carry one of the ids, whole: as the value of a label, or in an exemplar as its trace, its span or the
-- value of one of its attributes. That a text occurs somewhere in the exemplars is cheap to find out, and few have
-- to be read then.
with
ids as (select unnest(from_json($ids, '["varchar"]')) as id),
short_trace_ids as (select unnest(from_json($short_trace_ids, '["varchar"]')) as id),
span_ids as (select unnest(from_json($span_ids, '["varchar"]')) as id),
needles as (select unnest(from_json($needles, '["varchar"]')) as needle),
labels as (
  select id as series_id, unnest(json_extract_string(attributes, '$.*')) as value from series
),
candidates as (
  select distinct points.seq, points.exemplars
  from points, needles
  where points.exemplars <> '[]'
    and points.time_unix_nano between $from::bigint and $to::bigint
    and contains(points.exemplars, needles.needle)
),
examples as (
  select
    seq,
    unnest(
      from_json(exemplars, '[{"traceId": "varchar", "spanId": "varchar", "attributes": "json"}]')
    ) as example
  from candidates
),
carried as (
  select
    seq,
    unnest(
      list_concat(
        [example.traceId], coalesce(json_extract_string(example.attributes, '$.*'), [])
      )
    ) as value
  from examples
),
hits as (
  select seq from points
  where series_id in (select series_id from labels where value in (select id from ids))
    and time_unix_nano between $from::bigint and $to::bigint
  union
  select seq from carried where value in (select id from ids)
  union
  select seq from examples where right(example.traceId, 16) in (select id from short_trace_ids)
  union
  select seq from examples where example.spanId in (select id from span_ids)
)
select
  points.*,
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
from points
join series on series.id = points.series_id
left join resources on resources.id = series.resource_id
where points.seq in (select seq from hits)
order by points.time_unix_nano, points.seq
limit $limit::bigint
