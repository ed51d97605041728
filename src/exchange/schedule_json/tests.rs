//! Files of every kind there is, made up.
