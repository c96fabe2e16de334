select value from meta where key = 'format_version'
