-- The last seq stays known, so that numbers go on where they were.
insert into arrivals (seq, time_unix_nano)
select greatest(
    (select max(seq) from logs),
    (select max(seq) from spans),
    (select max(seq) from points),
    (select max(seq) from arrivals)
  ) as seq, epoch_ns(now()) as time_unix_nano
where seq is not null;
delete from arrivals where seq < (select max(seq) from arrivals);
delete from logs;
delete from spans;
delete from points;
delete from log_index;
delete from log_blocks;
delete from patterns;
