delete from log_index where seq <= $seq
