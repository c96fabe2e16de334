-- Format 3: the template of each log message. Logs stored before have none.

alter table logs add column if not exists pattern_id integer;
alter table log_index add column if not exists pattern_id integer;

create table if not exists patterns (
  id integer not null,
  text varchar not null,
  -- JSON text: of one that stands for others, the tokens that differ between them.
  places varchar,
  first_seen_unix_nano bigint not null
);
