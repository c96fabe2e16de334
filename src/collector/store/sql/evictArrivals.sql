delete from arrivals where seq < $seq
