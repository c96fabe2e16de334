select id from resources
