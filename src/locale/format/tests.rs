//! Dates, times, numbers, lists and sorting in several languages.

use super::*;
use jiff::civil::{date, time};

fn sendable<T: Send + Sync>(_: &T) {}

/// A text with visible special spaces.
fn visible(text: &str) -> String {
    text.replace(['\u{202f}', '\u{2009}', '\u{a0}'], "⍽")
}

#[test]
fn formatters_may_be_shared_by_threads() {
    sendable(&Formatter::new("da"));
}

#[test]
fn dates_follow_the_language() {
    for (tag, full, long, medium, short) in [
        ("da", "tirsdag den 20. november 2018", "20. november 2018", "20. nov. 2018", "20.11.2018"),
        ("en-GB", "Tuesday 20 November 2018", "20 November 2018", "20 Nov 2018", "20/11/2018"),
        ("en", "Tuesday, November 20, 2018", "November 20, 2018", "Nov 20, 2018", "11/20/18"),
        ("zh-Hans", "2018年11月20日星期二", "2018年11月20日", "2018年11月20日", "2018/11/20"),
        ("zh_CN", "2018年11月20日星期二", "2018年11月20日", "2018年11月20日", "2018/11/20"),
        ("de", "Dienstag, 20. November 2018", "20. November 2018", "20.11.2018", "20.11.18"),
        ("ja", "2018年11月20日火曜日", "2018年11月20日", "2018/11/20", "2018/11/20"),
        (
            "ar",
            "الثلاثاء، 20 نوفمبر 2018",
            "20 نوفمبر 2018",
            "20\u{200f}/11\u{200f}/2018",
            "20\u{200f}/11\u{200f}/2018",
        ),
        ("xx", "2018 M11 20, Tue", "2018 M11 20", "2018 M11 20", "2018-11-20"),
        ("not a tag!", "2018 M11 20, Tue", "2018 M11 20", "2018 M11 20", "2018-11-20"),
    ] {
        let formatter = Formatter::new(tag);
        let day = date(2018, 11, 20);
        assert_eq!(formatter.date(day, DateStyle::Full), full, "{tag}");
        assert_eq!(formatter.date(day, DateStyle::Long), long, "{tag}");
        assert_eq!(formatter.date(day, DateStyle::Medium), medium, "{tag}");
        assert_eq!(formatter.date(day, DateStyle::Short), short, "{tag}");
    }
}

#[test]
fn parts_of_dates_follow_the_language() {
    for (tag, day_month, weekday) in [
        ("da", "1. marts", "torsdag"),
        ("en-GB", "1 March", "Thursday"),
        ("zh-Hans", "3月1日", "星期四"),
        ("de", "1. März", "Donnerstag"),
        ("ja", "3月1日", "木曜日"),
        ("pl", "1 marca", "czwartek"),
    ] {
        let formatter = Formatter::new(tag);
        let day = date(2018, 3, 1);
        assert_eq!(formatter.day_month(day), day_month, "{tag}");
        assert_eq!(formatter.weekday(day), weekday, "{tag}");
    }
}

#[test]
fn equal_parts_of_date_ranges_occur_once() {
    for (tag, days, months, years) in [
        (
            "da",
            "20.–22. november 2018",
            "30. november – 2. december 2018",
            "31. december 2018 – 1. januar 2019",
        ),
        (
            "nb",
            "20.–22. november 2018",
            "30. november – 2. desember 2018",
            "31. desember 2018 – 1. januar 2019",
        ),
        (
            "sv",
            "20–22 november 2018",
            "30 november – 2 december 2018",
            "31 december 2018 – 1 januari 2019",
        ),
        (
            "de",
            "20.–22. November 2018",
            "30. November – 2. Dezember 2018",
            "31. Dezember 2018 – 1. Januar 2019",
        ),
        (
            "en-GB",
            "20–22 November 2018",
            "30 November – 2 December 2018",
            "31 December 2018 – 1 January 2019",
        ),
        (
            "en",
            "November 20–22, 2018",
            "November 30 – December 2, 2018",
            "December 31, 2018 – January 1, 2019",
        ),
        (
            "fr",
            "20–22 novembre 2018",
            "30 novembre – 2 décembre 2018",
            "31 décembre 2018 – 1 janvier 2019",
        ),
        (
            "es",
            "20–22 de noviembre de 2018",
            "30 de noviembre – 2 de diciembre de 2018",
            "31 de diciembre de 2018 – 1 de enero de 2019",
        ),
        (
            "zh-Hans",
            "2018年11月20日至22日",
            "2018年11月30日至12月2日",
            "2018年12月31日至2019年1月1日",
        ),
        (
            "zh-Hant",
            "2018年11月20日至22日",
            "2018年11月30日至12月2日",
            "2018年12月31日至2019年1月1日",
        ),
        ("ja", "2018年11月20日～22日", "2018年11月30日～12月2日", "2018年12月31日～2019年1月1日"),
        (
            "ko",
            "2018년 11월 20일~22일",
            "2018년 11월 30일 ~ 12월 2일",
            "2018년 12월 31일 ~ 2019년 1월 1일",
        ),
        ("ar", "20–22 نوفمبر 2018", "30 نوفمبر – 2 ديسمبر 2018", "31 ديسمبر 2018 – 1 يناير 2019"),
        (
            "th",
            "20–22 พฤศจิกายน ค.ศ. 2018",
            "30 พฤศจิกายน – 2 ธันวาคม ค.ศ. 2018",
            "31 ธันวาคม ค.ศ. 2018 – 1 มกราคม ค.ศ. 2019",
        ),
        ("xx", "2018 M11 20–22", "2018 M11 30 – M12 2", "2018 M12 31 – 2019 M01 1"),
    ] {
        let formatter = Formatter::new(tag);
        let range = |a, b| formatter.date_range(a, b);
        assert_eq!(range(date(2018, 11, 20), date(2018, 11, 22)), days, "{tag}");
        assert_eq!(range(date(2018, 11, 30), date(2018, 12, 2)), months, "{tag}");
        assert_eq!(range(date(2018, 12, 31), date(2019, 1, 1)), years, "{tag}");
        let day = date(2018, 11, 20);
        assert_eq!(range(day, day), formatter.date(day, DateStyle::Long), "{tag}");
        // The same day and month of two years have no equal parts.
        let both = range(date(2018, 11, 20), date(2019, 11, 20));
        assert!(both.contains("2018") && both.contains("2019"), "{both}");
    }
}

#[test]
fn times_and_their_ranges_follow_the_language() {
    for (tag, morning, night, forenoon, over_noon) in [
        ("da", "9.00", "0.05", "9.00–11.30", "9.00–12.30"),
        ("en-GB", "09:00", "00:05", "09:00–11:30", "09:00–12:30"),
        ("en", "9:00⍽AM", "12:05⍽AM", "9:00–11:30⍽AM", "9:00⍽AM – 12:30⍽PM"),
        ("zh-Hans", "09:00", "00:05", "09:00–11:30", "09:00–12:30"),
        ("zh-Hant", "上午9:00", "凌晨12:05", "上午9:00–11:30", "上午9:00至中午12:30"),
        ("de", "09:00", "00:05", "09:00–11:30", "09:00–12:30"),
        ("ja", "9:00", "0:05", "9:00～11:30", "9:00～12:30"),
        ("ar", "9:00 ص", "12:05 ص", "9:00–11:30 ص", "9:00 ص – 12:30 م"),
    ] {
        let formatter = Formatter::new(tag);
        let nine = time(9, 0, 0, 0);
        let until = |hour| visible(&formatter.time_range(nine, time(hour, 30, 0, 0)));
        assert_eq!(visible(&formatter.time(nine)), morning, "{tag}");
        assert_eq!(visible(&formatter.time(time(0, 5, 59, 9))), night, "{tag}");
        assert_eq!(until(11), forenoon, "{tag}");
        assert_eq!(until(12), over_noon, "{tag}");
        assert_eq!(visible(&formatter.time_range(nine, nine)), morning, "{tag}");
    }
}

#[test]
fn dates_with_times_follow_the_language() {
    for (tag, full, long) in [
        ("da", "tirsdag den 20. november 2018 kl. 9.00", "20. november 2018 kl. 9.00"),
        ("en-GB", "Tuesday 20 November 2018 at 09:00", "20 November 2018 at 09:00"),
        ("zh-Hans", "2018年11月20日星期二 09:00", "2018年11月20日 09:00"),
        ("de", "Dienstag, 20. November 2018 um 09:00", "20. November 2018 um 09:00"),
    ] {
        let formatter = Formatter::new(tag);
        let at = date(2018, 11, 20).at(9, 0, 0, 0);
        assert_eq!(formatter.date_time(at, DateStyle::Full), full, "{tag}");
        assert_eq!(formatter.date_time(at, DateStyle::Long), long, "{tag}");
    }
}

#[test]
fn numbers_follow_the_language() {
    for (tag, large, small, negative) in [
        ("da", "1.234.567,5", "0,1", "-5"),
        ("en-GB", "1,234,567.5", "0.1", "-5"),
        ("zh-Hans", "1,234,567.5", "0.1", "-5"),
        ("de", "1.234.567,5", "0,1", "-5"),
        ("fr", "1⍽234⍽567,5", "0,1", "-5"),
        ("ar", "1,234,567.5", "0.1", "\u{200e}-5"),
        ("hi", "12,34,567.5", "0.1", "-5"),
    ] {
        let formatter = Formatter::new(tag);
        assert_eq!(visible(&formatter.number(1_234_567.5)), large, "{tag}");
        assert_eq!(visible(&formatter.number(0.1)), small, "{tag}");
        assert_eq!(visible(&formatter.number(-5)), negative, "{tag}");
    }
    let danish = Formatter::new("da");
    assert_eq!(danish.number(f64::NAN), "0");
    assert_eq!(danish.number(-0.0), "0");
    assert_eq!(danish.number(u64::MAX), "18.446.744.073.709.551.615");
    assert_eq!(danish.number(1000.0), "1.000");
    assert!(!danish.number(f64::MAX).is_empty());
    assert!(!danish.number(f64::MIN_POSITIVE).is_empty());
}

#[test]
fn lists_follow_the_language() {
    for (tag, three, two) in [
        ("da", "a, b og c", "a og b"),
        ("en-GB", "a, b and c", "a and b"),
        ("en", "a, b, and c", "a and b"),
        ("zh-Hans", "a、b和c", "a和b"),
        ("de", "a, b und c", "a und b"),
    ] {
        let formatter = Formatter::new(tag);
        assert_eq!(formatter.list(&["a", "b", "c"]), three, "{tag}");
        assert_eq!(formatter.list(&["a".to_owned(), "b".to_owned()]), two, "{tag}");
        assert_eq!(formatter.list(&["a"]), "a");
        assert_eq!(formatter.list::<&str>(&[]), "");
    }
}

#[test]
fn sorting_follows_the_language() {
    for (tag, sorted) in [
        ("da", &["Andersen", "Zebra", "Ærø", "Østerbro", "Aabenraa", "Århus", "Aarhus", "Åse"][..]),
        ("en-GB", &["Aarhus", "Århus", "Åse", "session 2", "Session 2", "session 10", "Zebra"]),
        ("zh-Hans", &["阿", "北京", "重庆", "丹麦", "哥本哈根", "中国"]),
        ("sv", &["Zebra", "Åse", "Ärla", "Öster"]),
        ("de", &["Arm", "Ärmel", "Zoo"]),
    ] {
        let formatter = Formatter::new(tag);
        let mut words = sorted.to_vec();
        words.reverse();
        words.sort_by(|a, b| formatter.compare(a, b));
        assert_eq!(words, sorted, "{tag}");
    }
}

#[test]
fn far_years_do_not_panic() {
    for tag in ["da", "zh-Hans", "ar", "th", "xx"] {
        let formatter = Formatter::new(tag);
        for day in [Date::MIN, Date::MAX, date(0, 1, 1), date(-1, 12, 31)] {
            assert!(!formatter.date(day, DateStyle::Full).is_empty());
            assert!(!formatter.date_range(day, date(2018, 11, 20)).is_empty());
            assert!(!formatter.date_time(day.at(23, 59, 59, 999), DateStyle::Short).is_empty());
        }
    }
}
