greeting = hello from the site itself
