-- What is told of some fields, each by its number in $field; `counted` may name a value several times.
with counted as materialized (
  select field, value, sum(n)::double as n
  from (/* counted */ select 0 as field, '' as value, 0 as n)
  group by field, value
),
numbers as materialized (
  select field, number, sum(n) as n
  from (
    select
      field,
      n,
      case when regexp_matches(value, $number_pattern) then try_cast(value as double) end as number
    from counted
  )
  where isfinite(number)
  group by field, number
),
means as (
  select
    field,
    sum(n) as n,
    min(number) as min,
    max(number) as max,
    sum(number * n) / sum(n) as avg
  from numbers
  group by field
),
-- Around the mean, because squares of large numbers leave no digits for their differences.
spreads as (
  select numbers.field, sqrt(sum(numbers.n * power(number - avg, 2)) / any_value(means.n)) as stddev
  from numbers
  join means on means.field = numbers.field
  group by numbers.field
),
-- Quantiles of weighted values: the first value at which the running share is reached.
shares as (
  select
    field,
    number,
    sum(n) over (partition by field order by number rows unbounded preceding)
      / sum(n) over (partition by field) as share
  from numbers
),
quantiles as (
  select
    field,
    [
      min(number) filter (share >= 0.5),
      min(number) filter (share >= 0.95),
      min(number) filter (share >= 0.99)
    ] as quantiles
  from shares
  group by field
),
values_of as (
  select
    field,
    sum(n) as count,
    count(*)::double as distinct_count,
    coalesce(sum(n) filter (value in ('true', 'false')), 0) as booleans,
    arg_min(
      struct_pack(value := value, count := n),
      struct_pack(rarity := -n, value := value),
      $top_values::bigint
    ) as top
  from counted
  group by field
)
select
  values_of.*,
  coalesce(means.n, 0) as numbers,
  means.min,
  means.max,
  means.avg,
  spreads.stddev,
  quantiles.quantiles
from values_of
left join means on means.field = values_of.field
left join spreads on spreads.field = values_of.field
left join quantiles on quantiles.field = values_of.field
order by values_of.field
