select id, text, places, first_seen_unix_nano from patterns order by id
