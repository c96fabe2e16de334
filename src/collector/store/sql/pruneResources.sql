delete from resources
where id not in (select distinct resource_id from logs)
  and id not in (select distinct resource_id from spans)
  and id not in (select resource_id from series)
returning id
