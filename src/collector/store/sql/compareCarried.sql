-- Samples that carry the id of a compared request, as timelinePoints.sql finds them: as the whole value of a label, or in
-- an exemplar as its trace or the value of one of its attributes. A row a metric with the same labels beside those ids: its
-- samples as a JSON list of lists, in no order. An id that another process may also give is one only under a label
-- that says so: `shard:17` is no request.
with
ids as materialized (
  select unnest(
    from_json($ids, '[{"id":"varchar","n":"integer","is_global":"boolean"}]'), recursive := true
  )
),
labels as (
  select
    id as series_id,
    unnest(json_keys(attributes)) as label,
    unnest(json_extract_string(attributes, '$.*')) as value
  from series
  where attributes <> '{}'
),
carrying as (
  select labels.series_id, ids.n, list(distinct labels.label order by labels.label) as id_labels
  from labels
  join ids on ids.id = labels.value
  where ids.is_global or regexp_matches(labels.label, 'req|trace|corr', 'i')
  group by labels.series_id, ids.n
),
of_labels as (
  select
    points.series_id,
    carrying.n,
    points.time_unix_nano as time,
    points.value as amount,
    carrying.id_labels,
    false as is_example
  from points
  join carrying on carrying.series_id = points.series_id
  where points.time_unix_nano between $from::bigint and $to::bigint
),
with_examples as (
  select series_id, time_unix_nano as time, exemplars
  from points
  where exemplars <> '[]' and time_unix_nano between $from::bigint and $to::bigint
  order by seq desc
  limit $examples::bigint
),
examples as (
  select
    series_id,
    time,
    unnest(
      from_json(exemplars, '[{"value": "double", "traceId": "varchar", "attributes": "json"}]')
    ) as example
  from with_examples
),
example_values as (
  select
    series_id,
    time,
    example.value as amount,
    unnest(
      list_concat(
        [right(example.traceId, 16)], coalesce(json_extract_string(example.attributes, '$.*'), [])
      )
    ) as value
  from examples
),
-- Some senders tell an exemplar again until there is a newer one.
of_examples as (
  select series_id, ids.n, max(time) as time, amount, []::varchar[] as id_labels, true as is_example
  from example_values
  join ids on ids.id = example_values.value
  where ids.is_global
  group by series_id, ids.n, amount
),
newest as (
  select *
  from (from of_labels union all from of_examples)
  where isfinite(amount)
  order by time desc
  limit $samples::bigint
)
select
  series.name,
  series.type,
  coalesce(series.unit, '') as unit,
  coalesce(series.service, '') as service,
  newest.is_example,
  to_json(newest.id_labels)::varchar as id_labels,
  if(
    len(newest.id_labels) = 0,
    series.attributes,
    json_merge_patch(
      series.attributes,
      concat('{', array_to_string([concat(to_json(x), ':null') for x in newest.id_labels], ','), '}')
    )::varchar
  ) as attributes,
  concat(
    '[',
    string_agg(concat('[', newest.n, ',', newest.time - $origin::bigint, ',', newest.amount, ']'), ','),
    ']'
  ) as samples
from newest
join series on series.id = newest.series_id
group by all
order by count(*) desc
limit $metrics::bigint
