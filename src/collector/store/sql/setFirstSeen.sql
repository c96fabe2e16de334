update patterns set first_seen_unix_nano = $nanos::bigint where id = $id::integer
