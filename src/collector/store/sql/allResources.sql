select id, service, run, attributes from resources order by id
