greeting = goddag fra frakken
