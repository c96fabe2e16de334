-- Everything up to this seq had arrived by then.
select max(seq)::double as seq from arrivals where time_unix_nano < $cut_unix_nano
