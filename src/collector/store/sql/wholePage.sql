-- So many rows as weigh at most $max_bytes together, and one at least. `page_rows` says how many there were.
with page as (
  /* page */ select * from logs
),
weighed as (
  select
    *,
    count(*) over ()::double as page_rows,
    sum(/* weight */ 0) over (order by seq rows unbounded preceding) as weight,
    row_number() over (order by seq) as place
  from page
)
select * exclude (weight, place)
from weighed
where place = 1 or weight <= $max_bytes::bigint
order by seq
