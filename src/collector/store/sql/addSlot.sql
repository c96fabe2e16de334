insert into log_slots (slot, name, kind) values ($slot::integer, $name, $kind)
