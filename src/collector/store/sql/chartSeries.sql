with asked as (select unnest(from_json($series, '["integer"]')) as id)
select series.*, resources.attributes as resource_attributes
from series
left join resources on resources.id = series.resource_id
where series.id in (select id from asked)
order by series.id
