//! Formatting numbers.

use fixed_decimal::{Decimal, FloatPrecision, SignedRoundingMode, UnsignedRoundingMode};
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu_decimal::{DecimalFormatter, DecimalFormatterPreferences};

use crate::locale::tag;

/// The maximum number of decimals; more are rounded.
pub(in crate::locale) const MOST_DECIMALS: u8 = 15;

/// A number to format: an integer, or a decimal with as many decimals as it needs.
#[derive(Clone, Debug)]
pub struct Number(Decimal);

macro_rules! from_integers {
    ($($integer:ty)+) => {
        $(impl From<$integer> for Number {
            fn from(value: $integer) -> Number {
                Number(Decimal::from(value))
            }
        })+
    };
}

from_integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

impl From<f64> for Number {
    /// The shortest decimal for this number. Infinity and NaN become zero; callers that may have
    /// such values must check first.
    fn from(value: f64) -> Number {
        // Negative zero has no minus sign.
        let value = if value == 0.0 { 0.0 } else { value };
        let decimal = Decimal::try_from_f64(value, FloatPrecision::RoundTrip).unwrap_or_default();
        Number(decimal)
    }
}

impl Number {
    /// The number with at most this many decimals; halves are rounded away from zero.
    pub(in crate::locale) fn at_most(mut self, decimals: u8) -> Number {
        let mode = SignedRoundingMode::Unsigned(UnsignedRoundingMode::HalfExpand);
        self.0.round_with_mode(-i16::from(decimals.min(MOST_DECIMALS)), mode);
        self.0.absolute.trim_end();
        self
    }

    /// The number with at least this many decimals.
    pub(in crate::locale) fn at_least(mut self, decimals: u8) -> Number {
        self.0.absolute.pad_end(-i16::from(decimals.min(MOST_DECIMALS)));
        self
    }

    /// The number with at least this many digits before the decimals.
    pub(in crate::locale) fn at_least_integer(mut self, digits: u8) -> Number {
        self.0.absolute.pad_start(i16::from(digits.min(MOST_DECIMALS)));
        self
    }
}

/// Formats numbers in one language.
pub(in crate::locale) struct Numbers {
    grouped: DecimalFormatter,
    plain: DecimalFormatter,
}

impl Numbers {
    /// The conventions of a tag, or of the root locale.
    pub(in crate::locale) fn new(formats_tag: &str) -> Numbers {
        let load = |grouping| {
            let mut options = DecimalFormatterOptions::default();
            options.grouping_strategy = grouping;
            crate::locale::format::load(&tag::locale(formats_tag), |locale| {
                DecimalFormatter::try_new(DecimalFormatterPreferences::from(locale), options).ok()
            })
        };
        Numbers { grouped: load(None), plain: load(Some(GroupingStrategy::Never)) }
    }

    /// The formatted number: `1.234.567,5`, or `1234567,5` if not `grouped`.
    pub(in crate::locale) fn write(&self, number: &Number, grouped: bool) -> String {
        let formatter = if grouped { &self.grouped } else { &self.plain };
        formatter.format(&number.0).to_string()
    }
}
