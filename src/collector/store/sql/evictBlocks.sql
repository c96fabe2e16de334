delete from log_blocks where to_seq <= $seq
