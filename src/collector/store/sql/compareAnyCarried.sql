-- A row where samples of metrics may carry ids: a series has labels, or a point has exemplars.
(select 1 from series where attributes <> '{}' limit 1)
union all
(
  select 1
  from points
  where exemplars <> '[]' and time_unix_nano between $from::bigint and $to::bigint
  limit 1
)
