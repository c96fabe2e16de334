insert into log_index (
  seq, time_unix_nano, severity_number, severity_text, service, logger, event_name, file, line, function,
  resource_id, receiver, run, pattern_id /* names */
)
select
  seq, time_unix_nano, severity_number, severity_text, service, logger, event_name, file, line, function,
  resource_id, receiver, run, pattern_id /* columns */
from (
  select *, /* values */ null as v, /* types */ null as t
  from logs
  where seq between $from_seq::bigint and $to_seq::bigint
)
