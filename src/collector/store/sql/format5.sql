-- Format 5: the same as grams, of a block's attributes alone (grams.ts). Null: not known.

alter table log_blocks add column if not exists attribute_grams bit;
