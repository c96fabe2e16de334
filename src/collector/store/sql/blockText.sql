select encode(string_agg(lower(body) || chr(10) || lower(attributes), chr(10))) as text
from logs
where seq between $from_seq::bigint and $to_seq::bigint
