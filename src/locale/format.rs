//! Formatting dates, times, numbers and lists, and sorting, by CLDR 49 through ICU4X.

use std::cmp::Ordering;
use std::sync::Arc;

use icu_calendar::{Date as IcuDate, Gregorian};
use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::enums::{
    CompositeDateTimeFieldSet as Fields, DateAndTimeFieldSet, DateFieldSet, TimeFieldSet,
};
use icu_datetime::fieldsets::{E, MD, T, YMD, YMDE};
use icu_datetime::input::{DateTime as IcuDateTime, Time as IcuTime};
use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;
use icu_locale::Locale;
use jiff::civil::{Date, DateTime, Time};

use crate::base::text::{Lang, Language, Languages};
use crate::locale::date_parts::{DatePart, Field, parts_of, position, text};
use crate::locale::date_range::{self, Joiners};
use crate::locale::locale_data::formats_of;
use crate::locale::number::Numbers;
use crate::locale::tag;

pub use crate::locale::number::Number;

/// The style of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateStyle {
    /// With the weekday: `Tuesday 20 November 2018`.
    Full,
    /// With the full name of the month: `20 November 2018`.
    Long,
    /// With a short month: `20 Nov 2018`.
    Medium,
    /// In numbers: `20/11/2018`. Readers in other countries may misread it.
    Short,
}

/// Formats for readers of one language. Made once per language; can be used from many threads.
pub struct Formatter {
    tag: String,
    /// Whether the conventions are those of another language.
    is_foreign: bool,
    /// By [`DateStyle`], without and with the time.
    dates: [(Dates, Dates); 4],
    day_month: Dates,
    weekday: Dates,
    time: Dates,
    numbers: Numbers,
    list: ListFormatter,
    collator: CollatorBorrowed<'static>,
    joiners: Joiners,
    overrides: Overrides,
}

type Dates = FixedCalendarDateTimeFormatter<Gregorian, Fields>;

/// Cases in which readers of a language expect something other than ICU4X's patterns.
#[derive(Clone, Copy, Default)]
struct Overrides {
    /// The text between the weekday and the day in CLDR's `dateFormats/full`, which ICU4X does not use
    /// (it uses `availableFormats/yMMMMEEEEd`).
    after_weekday: Option<&'static str>,
    /// Whether hours before ten have no leading zero. Danish programmes use `9.00`, as the Danish
    /// Language Council recommends, instead of CLDR's `HH.mm`.
    short_hours: bool,
}

impl Overrides {
    fn of(locale: &Locale) -> Overrides {
        let region = locale.id.region.as_ref().map(|region| region.as_str());
        match (locale.id.language.as_str(), region) {
            // EEEE 'den' d. MMMM y
            ("da", _) => Overrides { after_weekday: Some(" den "), short_hours: true },
            // EEEE d MMMM y
            ("en", Some("GB")) => Overrides { after_weekday: Some(" "), short_hours: false },
            _ => Overrides::default(),
        }
    }
}

/// Loads a formatter for a locale, or for the root locale if there is no data.
pub(in crate::locale) fn load<T>(locale: &Locale, load: impl Fn(&Locale) -> Option<T>) -> T {
    load(locale)
        .or_else(|| load(&Locale::UNKNOWN))
        .expect("the compiled data always has the root locale")
}

impl Formatter {
    /// A formatter with the conventions of a tag (`da`, `en-GB`, `zh-Hans`), or of the nearest tag that
    /// CLDR knows. All dates are in the Gregorian calendar.
    pub fn new(formats_tag: &str) -> Formatter {
        let locale = tag::locale(formats_tag);
        let dates = |fields: Fields| load(&locale, |l| Dates::try_new(l.into(), fields).ok());
        let date = |ymd: YMD| {
            let with_time = DateAndTimeFieldSet::YMDT(ymd.with_time_hm());
            (dates(Fields::Date(DateFieldSet::YMD(ymd))), dates(Fields::DateTime(with_time)))
        };
        let full = DateAndTimeFieldSet::YMDET(YMDE::long().with_time_hm());
        let full =
            (dates(Fields::Date(DateFieldSet::YMDE(YMDE::long()))), dates(Fields::DateTime(full)));
        let list = ListFormatterOptions::default();
        Formatter {
            tag: formats_tag.to_owned(),
            is_foreign: false,
            dates: [full, date(YMD::long()), date(YMD::medium()), date(YMD::short())],
            day_month: dates(Fields::Date(DateFieldSet::MD(MD::long()))),
            weekday: dates(Fields::Date(DateFieldSet::E(E::long()))),
            time: dates(Fields::Time(TimeFieldSet::T(T::hm()))),
            numbers: Numbers::new(formats_tag),
            list: load(&locale, |l| ListFormatter::try_new_and(l.into(), list).ok()),
            collator: load(&locale, |l| {
                let mut preferences = CollatorPreferences::from(l);
                preferences.numeric_ordering = Some(CollationNumericOrdering::True);
                CollatorBorrowed::try_new(preferences, CollatorOptions::default()).ok()
            }),
            joiners: date_range::joiners(&locale),
            overrides: Overrides::of(&locale),
        }
    }

    /// The tag whose conventions these are.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// Whether these are the conventions of another language, since CLDR lacks those of the language.
    pub fn is_foreign(&self) -> bool {
        self.is_foreign
    }

    /// A date: `tirsdag den 20. november 2018`, `20 November 2018`, `2018年11月20日`.
    pub fn date(&self, date: Date, style: DateStyle) -> String {
        text(&self.write(&self.dates(style).0, date.at(0, 0, 0, 0)))
    }

    /// A day without its year: `20. november`, `20 November`, `11月20日`.
    pub fn day_month(&self, date: Date) -> String {
        text(&self.write(&self.day_month, date.at(0, 0, 0, 0)))
    }

    /// The day of the week: `tirsdag`, `Tuesday`, `星期二`.
    pub fn weekday(&self, date: Date) -> String {
        text(&self.write(&self.weekday, date.at(0, 0, 0, 0)))
    }

    /// A range of dates in long style, in which equal parts are not repeated: `20.–22. november 2018`,
    /// `30 November – 2 December 2018`, `2018年11月20日至22日`. The dates are not sorted.
    pub fn date_range(&self, start: Date, end: Date) -> String {
        let parts = |date: Date| self.write(&self.dates(DateStyle::Long).0, date.at(0, 0, 0, 0));
        date_range::dates(&parts(start), &parts(end), self.joiners)
    }

    /// The time of day in hours and minutes: `9.00`, `09:00`, `9:00 AM`.
    pub fn time(&self, time: Time) -> String {
        text(&self.write(&self.time, time.on(2000, 1, 1)))
    }

    /// A range of times: `9.00–12.30`, `9:00–11:30 AM`.
    pub fn time_range(&self, start: Time, end: Time) -> String {
        let parts = |time: Time| self.write(&self.time, time.on(2000, 1, 1));
        date_range::times(&parts(start), &parts(end), self.joiners)
    }

    /// A date with a time of day: `20. november 2018 kl. 9.00`, `2018年11月20日 09:00`.
    pub fn date_time(&self, at: DateTime, style: DateStyle) -> String {
        text(&self.write(&self.dates(style).1, at))
    }

    /// A number: `1.234.567,5`, `1,234,567.5`. Infinity and NaN become zero.
    pub fn number(&self, number: impl Into<Number>) -> String {
        self.numbers.write(&number.into(), true)
    }

    /// A list: `a, b og c`, `甲、乙和丙`; empty if there are no items.
    pub fn list<S: AsRef<str>>(&self, items: &[S]) -> String {
        self.list.format(items.iter().map(AsRef::as_ref)).to_string()
    }

    /// Compares two texts for sorting: Danish `aa` is sorted as `å`, Chinese by pinyin (`zh-Hant` by
    /// strokes), and numbers by value. Different texts are never equal, so that sorting is deterministic.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.compare(a, b).then_with(|| a.cmp(b))
    }

    fn dates(&self, style: DateStyle) -> &(Dates, Dates) {
        &self.dates[style as usize]
    }

    fn write(&self, dates: &Dates, at: DateTime) -> Vec<DatePart> {
        let mut parts = match icu(at) {
            Some(at) => parts_of(&dates.format(&at)),
            None => vec![DatePart { field: Field::Literal, text: at.to_string() }],
        };
        if let Some(glue) = self.overrides.after_weekday
            && let Some(weekday) = position(&parts, Field::Weekday)
            && position(&parts, Field::Day) == Some(weekday + 2)
        {
            parts[weekday + 1].text = glue.to_owned();
        }
        if self.overrides.short_hours
            && let Some(hour) = position(&parts, Field::Hour)
            && let Some(short) = parts[hour].text.strip_prefix('0').filter(|h| !h.is_empty())
        {
            parts[hour].text = short.to_owned();
        }
        parts
    }
}

/// ICU's date and time; `None` for years that ICU does not support.
fn icu(at: DateTime) -> Option<IcuDateTime<Gregorian>> {
    let part = |part: i8| u8::try_from(part).ok();
    let date = IcuDate::try_new_gregorian(at.year().into(), part(at.month())?, part(at.day())?);
    let time = IcuTime::try_new(part(at.hour())?, part(at.minute())?, part(at.second())?, 0);
    Some(IcuDateTime { date: date.ok()?, time: time.ok()? })
}

/// The formatters of all languages of a site; cheap to clone.
#[derive(Clone)]
pub struct Formatters {
    /// The formatters by language; never empty, because a site has at least one language.
    list: Vec<Arc<Formatter>>,
}

impl Formatters {
    /// A formatter for each language.
    pub fn new(languages: &Languages) -> Formatters {
        let formatter = |(lang, language): (Lang, &Language)| {
            let formats = formats_of(lang, languages);
            let is_foreign = !tag::same_language(formats, &language.tag);
            Arc::new(Formatter { is_foreign, ..Formatter::new(formats) })
        };
        Formatters { list: languages.iter().map(formatter).collect() }
    }

    /// Whether any language has the conventions of another one.
    pub(in crate::locale) fn have_foreign(&self) -> bool {
        self.list.iter().any(|formatter| formatter.is_foreign)
    }

    /// The formatter of a language.
    ///
    /// # Panics
    /// If the language does not belong to the languages that the formatters were made for.
    pub fn get(&self, lang: Lang) -> &Arc<Formatter> {
        &self.list[lang.index()]
    }
}

#[cfg(test)]
mod tests;
