-- Attributes of a block by name and JSON type.
with attributes as (
  select unnest(json_keys(attributes)) as name, unnest(json_type(attributes, '$.*')) as type
  from logs
  where seq between $from_seq::bigint and $to_seq::bigint
)
select name, type, count(*)::integer as records
from attributes
group by name, type
order by records desc, name
limit $max_keys::bigint
