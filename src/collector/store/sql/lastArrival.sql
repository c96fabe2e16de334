select (time_unix_nano // 1000000)::double as time_ms from arrivals order by seq desc limit 1
