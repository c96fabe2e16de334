select
  encode(string_agg(lower(body), chr(10))) as bodies,
  encode(string_agg(lower(attributes), chr(10))) as attributes
from logs
where seq between $from_seq::bigint and $to_seq::bigint
