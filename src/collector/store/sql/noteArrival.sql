insert into arrivals (seq, time_unix_nano) values ($seq, $time_unix_nano)
