select id, name, type, unit, description, service, attributes, resource_id, receiver, run
from series
order by id
