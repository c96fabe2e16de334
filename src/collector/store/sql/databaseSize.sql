select (used_blocks * block_size)::double as used_bytes
from pragma_database_size()
where database_name = current_database()
