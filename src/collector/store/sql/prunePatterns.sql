delete from patterns
where id not in (select distinct pattern_id from logs where pattern_id is not null)
returning id
