-- Records counted by pattern, level and place in time in one pass; then cases become their pattern.
with matching as materialized (
  /* sources */ select 0 as pattern_id, 0 as level, 0 as time, 0 as seq
),
extent as (
  select
    coalesce($first::bigint, min(time)) as first,
    coalesce($last::bigint, max(time)) as last
  from matching
),
width as (
  select first, last, greatest(1, (last - first) // $bars::bigint + 1) as width from extent
),
cells as (
  select
    pattern_id,
    level,
    least($bars::bigint - 1, (time - first) // width)::integer as bar,
    count(*) as n,
    min(time) as first_time,
    max(time) as last_time,
    max(seq) as last_seq
  from matching, width
  group by all
),
owners as (
  select
    unnest(from_json($cases, '["integer"]')) as id,
    unnest(from_json($owners, '["integer"]')) as owner
),
-- Only where it is ordered by: patterns, the newest first.
newest as (
  select
    unnest(from_json($newest, '["integer"]')) as id,
    unnest(range(json_array_length($newest)::bigint)) as place
),
places as (
  select
    coalesce(owner, pattern_id) as pattern,
    bar,
    sum(n) as n,
    sum(n) filter (level = 1) as l1,
    sum(n) filter (level = 2) as l2,
    sum(n) filter (level = 3) as l3,
    sum(n) filter (level = 4) as l4,
    sum(n) filter (level = 5) as l5,
    sum(n) filter (level = 6) as l6,
    min(first_time) as first_time,
    max(last_time) as last_time,
    max(last_seq) as last_seq
  from cells
  left join owners on owners.id = cells.pattern_id
  group by all
),
patterns_found as (
  select
    pattern,
    sum(n) as n,
    case
      when sum(l6) > 0 then 6
      when sum(l5) > 0 then 5
      when sum(l4) > 0 then 4
      when sum(l3) > 0 then 3
      when sum(l2) > 0 then 2
      when sum(l1) > 0 then 1
      else 0
    end as worst,
    [sum(l1), sum(l2), sum(l3), sum(l4), sum(l5), sum(l6)]::double[] as levels,
    list(bar) as bars,
    list(n::double) as counts,
    min(first_time) as first_time,
    max(last_time) as last_time,
    max(last_seq)::double as last_seq
  from places
  where $wanted::varchar is null
    or pattern in (select unnest(from_json($wanted, '["integer"]')))
  group by pattern
)
select
  pattern,
  n::double as count,
  levels,
  bars,
  counts,
  first_time,
  last_time,
  last_seq,
  first as from_time,
  last as to_time,
  sum(n) over ()::double as total,
  count(*) over ()::double as patterns
from width, patterns_found
left join newest on newest.id = patterns_found.pattern
order by
  case $order::varchar
    when 'rare' then -n::double
    when 'new' then -place::double
    when 'worst' then worst::double
  end desc nulls last,
  n desc,
  pattern
limit $limit::bigint
