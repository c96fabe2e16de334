select id, attributes
from resources
where list_contains($ids::integer[], id)
