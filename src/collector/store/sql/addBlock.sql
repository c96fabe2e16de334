insert into log_blocks (from_seq, to_seq, row_count, keys, grams, words, attribute_grams)
values (
  $from_seq::bigint, $to_seq::bigint, $row_count::integer, $keys, $grams::blob::bit, $words,
  $attribute_grams::blob::bit
)
