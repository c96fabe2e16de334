select slot, name, kind from log_slots order by slot
