-- Format 4: words of a block's text, one a line (words.ts). Null: not known, or too many.

alter table log_blocks add column if not exists words varchar;
