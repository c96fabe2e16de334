insert into log_blocks (from_seq, to_seq, row_count, keys, grams, words)
values ($from_seq::bigint, $to_seq::bigint, $row_count::integer, $keys, $grams::blob::bit, $words)
