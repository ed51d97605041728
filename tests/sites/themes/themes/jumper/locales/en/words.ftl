greeting = hello from the jumper
