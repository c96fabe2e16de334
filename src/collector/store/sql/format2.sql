-- Format 2: what blocks of logs hold, written in the background and read instead of the logs themselves.
-- Every table here may be emptied at any time: it is made again from `logs`.

-- Consecutive rows of logs, in order and without gaps; rows behind the last block are not looked at yet.
create table if not exists log_blocks (
  from_seq bigint not null,
  to_seq bigint not null,
  row_count integer not null,
  -- JSON text: each attribute that occurs → whether log_index holds all its values. Null: too many to name.
  keys varchar,
  -- Which sequences of four bytes may occur in a body or in attributes, in lower case (grams.ts).
  grams bit not null
);

-- Columns of log_index beyond those below: t<slot> has texts, n<slot> the numbers among them.
create table if not exists log_slots (
  slot integer not null,
  name varchar not null,
  -- "string": text in JSON. "plain": a number or boolean, as it stands in JSON.
  kind varchar not null
);

-- A row for each row of logs in a block: what most questions are about, as columns of their own.
create table if not exists log_index (
  seq bigint not null,
  time_unix_nano bigint not null,
  severity_number utinyint not null,
  severity_text varchar,
  service varchar,
  logger varchar,
  event_name varchar,
  file varchar,
  line integer,
  function varchar,
  resource_id integer not null,
  receiver varchar not null,
  run varchar
);
