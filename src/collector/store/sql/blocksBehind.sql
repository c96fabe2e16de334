select from_seq, to_seq, keys from log_blocks where to_seq > $seq::bigint order by from_seq
