-- Store format 1. Times are nanoseconds since the epoch; absent text is null; seq is unique over all tables.
-- Rows are appended in seq order and never updated; attributes are JSON text of a flat object.

create table if not exists meta (
  key varchar primary key,
  value varchar not null
);

create table if not exists resources (
  id integer not null,
  service varchar not null,
  run varchar not null,
  attributes varchar not null
);

create table if not exists logs (
  seq bigint not null,
  time_unix_nano bigint not null,
  observed_time_unix_nano bigint not null,
  severity_number utinyint not null,
  severity_text varchar,
  service varchar,
  logger varchar,
  body varchar not null,
  display varchar,
  event_name varchar,
  trace_id varchar,
  span_id varchar,
  request_id varchar,
  file varchar,
  line integer,
  function varchar,
  attributes varchar not null,
  resource_id integer not null,
  receiver varchar not null,
  run varchar
);

create table if not exists spans (
  seq bigint not null,
  time_unix_nano bigint not null,
  observed_time_unix_nano bigint not null,
  duration_nanos bigint not null,
  name varchar not null,
  kind varchar,
  status varchar,
  status_message varchar,
  service varchar,
  logger varchar,
  trace_id varchar,
  span_id varchar,
  parent_span_id varchar,
  request_id varchar,
  file varchar,
  line integer,
  function varchar,
  events varchar not null,
  links varchar not null,
  attributes varchar not null,
  resource_id integer not null,
  receiver varchar not null,
  run varchar
);

create table if not exists series (
  id integer not null,
  name varchar not null,
  type varchar not null,
  unit varchar,
  description varchar,
  service varchar,
  attributes varchar not null,
  resource_id integer not null,
  receiver varchar not null,
  run varchar
);

create table if not exists points (
  seq bigint not null,
  time_unix_nano bigint not null,
  start_time_unix_nano bigint,
  series_id integer not null,
  value double not null,
  total double not null,
  count double not null,
  sum double not null,
  min double,
  max double,
  -- JSON text: {"lower":[…],"upper":[…],"counts":[…]}
  distribution varchar,
  -- JSON text: [{"q":0.5,"value":41}, …]
  quantiles varchar,
  exemplars varchar not null
);

-- Everything up to seq had arrived at this time; a row a minute. Senders' clocks may be wrong, so
-- retention by age goes by this, and the last seq is known even when everything was deleted.
create table if not exists arrivals (
  seq bigint not null,
  time_unix_nano bigint not null
);
