"""Files for people outside the sheet, all rendered from a closed or draft month."""
