-- Everything up to this seq had arrived by then. What was noted while the clock was wrong is no reason to delete what is
-- younger and came before it (a clock behind), nor to keep what is older and came after it (one ahead).
select max(seq)::double as seq
from arrivals
where time_unix_nano < $cut_unix_nano
  and seq < coalesce(
    (
      select min(seq)
      from arrivals
      where time_unix_nano >= $cut_unix_nano and time_unix_nano <= $now_unix_nano
    ),
    9223372036854775807
  )
