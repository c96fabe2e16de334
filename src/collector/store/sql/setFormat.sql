insert or replace into meta (key, value) values ('format_version', $format)
