delete from series where id not in (select distinct series_id from points) returning id
