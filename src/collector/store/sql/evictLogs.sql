delete from logs where seq <= $seq
