delete from spans where seq <= $seq
