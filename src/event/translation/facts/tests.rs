//! Facts of texts in several languages.

use super::*;

/// How a text and its translation differ.
fn differ(one: (&str, &str), other: (&str, &str)) -> (Vec<String>, Vec<String>) {
    let (a, b) = (Text::short(one.1), Text::short(other.1));
    let (ours, theirs) = (DateWords::of(one.0), DateWords::of(other.0));
    let FactDifference { lost, added } = Facts::of(&a, &ours).differences(&Facts::of(&b, &theirs));
    (lost, added)
}

/// How two texts in one language differ.
fn changes(tag: &str, old: &str, new: &str) -> (Vec<String>, Vec<String>) {
    let (old, new, words) = (Text::short(old), Text::short(new), DateWords::of(tag));
    let FactDifference { lost, added } = Facts::of(&old, &words).changes(&Facts::of(&new, &words));
    (lost, added)
}

#[test]
fn the_same_facts_in_other_words_are_the_same() {
    for (one, other) in [
        (("en", "On Wednesday 7 May at 8 am"), ("da", "Onsdag den 7. maj kl. 8")),
        (("en", "On Wednesday 7 May at 8 am"), ("zh-Hans", "5月7日星期三上午8点")),
        (("en", "On Wednesday 7 May at 8 a.m."), ("zh-Hans", "五月七日周三上午八点")),
        (("en", "Open from 08:30 to 5 pm"), ("de", "Geöffnet von 8.30 bis 17 Uhr")),
        (("en", "Open from 08:30 to 5 pm"), ("zh-Hant", "上午8點半至下午5點開放")),
        (("en", "Open from 08:30 to 5 pm"), ("da", "Åbent fra 8.30 til 5 om eftermiddagen")),
        (("en", "Since 2028-06-09"), ("da", "Siden den 9. juni 2028")),
        (("en", "Since 9 June 2028"), ("da", "Siden 9.6.2028")),
        (("da", "Vi mødes kl. 14.00"), ("en", "We meet at 14:00")),
        (("da", "Vi mødes kl. 14.00"), ("en", "We meet at 2 pm")),
        (("da", "Vi mødes om torsdagen"), ("zh-Hans", "我们每逢星期四见面")),
        (("en", "You may march in 2 rows"), ("da", "I må gå i 2 rækker")),
        (("en", "Room for 40"), ("ar", "غرفة لـ ٤٠")),
        (("en", "It is very near, by 2 bridges"), ("zh-Hans", "十分近，有两座桥")),
        (("en", "Once in 2 weeks"), ("zh-Hans", "两周一次")),
        (("en", "12 am to 1 am"), ("da", "kl. 0 til 1")),
        (("da", "kl. 20"), ("zh-Hans", "晚上八点")),
        (("en", "6 h 15"), ("zh-Hans", "六点一刻")),
        (("en", "In 3 days, 1,000 people"), ("da", "På 3 dage, 1.000 mennesker")),
    ] {
        assert_eq!(differ(one, other), (vec![], vec![]), "{one:?} {other:?}");
    }
}

#[test]
fn other_facts_are_found() {
    let strings = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    for (one, other, lost, added) in [
        (("en", "7 May"), ("da", "7. juni"), &["May"][..], &["juni"][..]),
        (("en", "7 May"), ("zh-Hans", "6月7日"), &["May"], &["6"]),
        (("en", "Friday"), ("da", "torsdag"), &["Friday"], &["torsdag"]),
        (("da", "om mandagen"), ("zh-Hans", "每周二"), &["mandagen"], &["周二"]),
        (("en", "3 pm"), ("da", "kl. 16"), &["3"], &["16"]),
        (("en", "9:30"), ("zh-Hans", "上午九点"), &["30"], &[]),
        (("en", "at 9"), ("zh-Hans", "上午十点"), &["9"], &["十"]),
    ] {
        assert_eq!(differ(one, other), (strings(lost), strings(added)), "{one:?} {other:?}");
    }
}

#[test]
fn changes_in_one_language_are_strict() {
    let strings = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    assert_eq!(changes("en", "9–9:30", "9–10:30"), (strings(&["9"]), strings(&["10"])));
    assert_eq!(changes("en", "3 am", "3 pm"), (strings(&["3"]), strings(&["3"])));
    assert_eq!(changes("en", "3 pm", "15:00"), (vec![], vec![]));
    assert_eq!(changes("da", "2. marts", "2. april"), (strings(&["marts"]), strings(&["april"])));
    assert_eq!(changes("en", "2 March", "3 March"), (strings(&["2"]), strings(&["3"])));
    assert_eq!(changes("zh-Hans", "上午九点", "上午十点"), (strings(&["九"]), strings(&["十"])));
    assert_eq!(changes("zh-Hans", "三月二日", "四月二日"), (strings(&["三"]), strings(&["四"])));
    assert_eq!(changes("en", "Rooms 007 and 8", "Rooms 7 and 08"), (vec![], vec![]));
    assert_eq!(changes("en", "1, 1 and 2", "1 and 2"), (strings(&["1"]), vec![]));
}
