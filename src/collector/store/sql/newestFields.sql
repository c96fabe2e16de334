with matching as materialized (
  select attributes, resource_id, texts
  from (/* sources */ select null)
  order by seq desc
  limit $examined::bigint
),
own as (
  select
    unnest(from_json($own, '["varchar"]')) as name,
    unnest(texts) as value
  from matching
),
by_record as (
  select attributes, count(*) as records
  from matching
  where attributes <> '{}'
  group by attributes
),
of_record as (
  select
    unnest(json_keys(attributes)) as name,
    unnest(json_extract_string(attributes, '$.*')) as value,
    records
  from by_record
),
by_resource as (
  select resources.attributes, count(*) as records
  from matching
  join resources on resources.id = matching.resource_id
  where resources.attributes <> '{}'
  group by resources.attributes
),
of_resource as (
  select
    unnest(json_keys(attributes)) as name,
    unnest(json_extract_string(attributes, '$.*')) as value,
    records
  from by_resource
),
-- A record's own field hides an attribute of that name, and an attribute of the record one of its resource.
seen as (
  select name, value, sum(records)::double as n
  from (
    select name, value, 1 as records from own
    union all
    select name, value, records from of_record
    where name not in (select unnest(from_json($own, '["varchar"]')))
    union all
    select name, value, records from of_resource
    where name not in (select unnest(from_json($own, '["varchar"]')))
      and name not in (select distinct name from of_record)
  )
  where value is not null
  group by name, value
),
valued as (
  select
    *,
    case when regexp_matches(value, $number_pattern) then try_cast(value as double) end as number,
    row_number() over (partition by name order by n desc, value) as rank
  from seen
),
-- Quantiles of weighted values: the first value at which the running share is reached.
shares as (
  select
    name,
    number,
    sum(n) over (partition by name order by number) / sum(n) over (partition by name) as share
  from valued
  where number is not null
),
quantiles as (
  select
    name,
    [
      min(number) filter (share >= 0.5),
      min(number) filter (share >= 0.95),
      min(number) filter (share >= 0.99)
    ] as quantiles
  from shares
  group by name
)
select
  valued.name,
  sum(n)::double as count,
  count(*)::double as distinct_count,
  coalesce(sum(n) filter (number is not null), 0)::double as numbers,
  coalesce(sum(n) filter (value in ('true', 'false')), 0)::double as booleans,
  (select count(*) from matching)::double as examined,
  list({ 'value': value, 'count': n } order by rank) filter (rank <= $top_values::bigint) as top,
  min(number) as min,
  max(number) as max,
  sum(number * n) / sum(n) filter (number is not null) as avg,
  sqrt(greatest(0,
    sum(number * number * n) / sum(n) filter (number is not null)
    - power(sum(number * n) / sum(n) filter (number is not null), 2)
  )) as stddev,
  any_value(quantiles.quantiles) as quantiles
from valued
left join quantiles on quantiles.name = valued.name
group by valued.name
order by count desc, valued.name
limit $max_fields::bigint
