delete from points where seq <= $seq
