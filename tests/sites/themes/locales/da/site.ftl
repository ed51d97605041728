agenda-title = Det, der sker
