//! Files of every kind there is, made up.

use super::*;
use crate::exchange::hints::Hints;

#[test]
fn reads_a_plain_file() {
    let p = read("<schedule/>", &Hints::default()).expect("an empty schedule");
    assert_eq!(p, Default::default());
}
