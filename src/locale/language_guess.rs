//! Whether a text seems to be in another language than it should be.
//!
//! It is better to say nothing than to be wrong. So the script decides first, which is nearly certain,
//! and within a script only a text of many words is judged, among the languages that it may be in.
//! Quotations do not count.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use icu_properties::props::Script;
use icu_properties::{CodePointMapData, PropertyParser};
use whatlang::{Detector, Lang};

use crate::locale::tag::script;

/// What a text seems to be in, instead of its own language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guess {
    /// The language with this tag.
    Language(String),
    /// Some language in another script.
    OtherScript,
}

/// The share of letters in the right script, as a divisor, below which a text is in another one.
const LEAST_SHARE: usize = 10;

/// The fewest letters that say something, where a Chinese character counts as three.
const LEAST_LETTERS: usize = 9;

/// The fewest lower-case words from which words are judged, and those from which a Latin text among
/// others is more than names.
const WORDS: usize = 10;
const LATIN_WORDS: usize = 4;

/// The number of characters that are looked at.
const LONGEST: usize = 200;

/// How sure the detector must be, from 0 to 1.
const CONFIDENCE: f64 = 0.9;

/// Guesses whether texts are in another language than theirs.
#[derive(Debug)]
pub struct Guesser {
    script: String,
    own: Vec<Script>,
    /// The tags of the other languages that are likely, with their scripts.
    others: Vec<(String, Vec<Script>)>,
    /// The languages in the same script that words can tell apart, and what detects them.
    candidates: Vec<(Lang, String)>,
    detector: Detector,
}

impl Guesser {
    /// A guesser for texts in the language of `tag`; `others` are the tags of the other languages that
    /// are likely. `None` for a language whose script is unknown.
    pub fn new(tag: &str, others: &[&str]) -> Option<Guesser> {
        let code = script(tag)?;
        let own = scripts(&code)?;
        let others: Vec<(String, Vec<Script>)> = others
            .iter()
            .filter_map(|tag| Some(((*tag).to_owned(), scripts(&script(tag)?)?)))
            .collect();
        let lang = detected_lang(tag);
        let is_alike = |other: Lang| {
            let mut groups = ALIKE.iter();
            groups
                .any(|group| lang.is_some_and(|own| group.contains(&own)) && group.contains(&other))
        };
        let candidates: Vec<(Lang, String)> = others
            .iter()
            .filter(|(_, scripts)| lang.is_some() && *scripts == own)
            .filter_map(|(tag, _)| Some((detected_lang(tag)?, tag.clone())))
            .filter(|(other, _)| Some(*other) != lang && !is_alike(*other))
            .collect();
        let allowed = lang.into_iter().chain(candidates.iter().map(|(lang, _)| *lang)).collect();
        let detector = Detector::with_allowlist(allowed);
        Some(Guesser { script: code, own, others, candidates, detector })
    }

    /// What a text seems to be in, if that is not its language.
    pub fn other_language(&self, text: &str) -> Option<Guess> {
        let text = &*without_quotations(text);
        if !text.is_ascii() || self.own != [Script::Latin] {
            let letters = letters(text);
            let is_own = |script: &Script| self.own.contains(script);
            let in_own: usize = letters.iter().filter(|(s, _)| is_own(s)).map(|(_, n)| n).sum();
            let foreign = letters.iter().filter(|(s, _)| !is_own(s)).max_by_key(|(_, n)| *n);
            if let Some((found, count)) = foreign
                && *count >= LEAST_LETTERS
                && in_own * LEAST_SHARE < *count
            {
                let is_names = *found == Script::Latin && lower_case_words(text) < LATIN_WORDS;
                return (!is_names).then(|| self.in_script(*found));
            }
        }
        match &*self.script {
            "Hans" | "Hant" => self.other_chinese(text),
            _ => self.in_other_words(text),
        }
    }

    /// The only language that is likely and written in a script.
    fn in_script(&self, found: Script) -> Guess {
        let mut tags = self.others.iter().filter(|(_, scripts)| scripts.contains(&found));
        match (tags.next(), tags.next()) {
            (Some((tag, _)), None) => Guess::Language(tag.clone()),
            _ => Guess::OtherScript,
        }
    }

    /// Traditional characters in a text that should be simplified, and the reverse.
    fn other_chinese(&self, text: &str) -> Option<Guess> {
        let (mut simplified, mut traditional) = (0usize, 0usize);
        for c in text.chars().filter(|c| !c.is_ascii()) {
            match FORM_OF.get(&c) {
                Some(Form::Simplified) => simplified += 1,
                Some(Form::Traditional) => traditional += 1,
                None => {}
            }
        }
        let (own, other, code) = match &*self.script {
            "Hans" => (simplified, traditional, "Hant"),
            _ => (traditional, simplified, "Hans"),
        };
        let seems_other = (own == 0 && other >= 2) || (other >= 3 && other > 2 * own);
        if !seems_other {
            return None;
        }
        let mut tags = self.others.iter().map(|(tag, _)| tag);
        let tag = tags.find(|tag| script(tag).is_some_and(|script| script == code));
        Some(Guess::Language(tag.cloned().unwrap_or_else(|| format!("zh-{code}"))))
    }

    /// The language of a text of many words.
    fn in_other_words(&self, text: &str) -> Option<Guess> {
        if self.candidates.is_empty() || lower_case_words(text) < WORDS {
            return None;
        }
        // The beginning of a long text is enough.
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
        let found = self.detector.detect(&text[..end])?;
        let (_, tag) = self.candidates.iter().find(|(lang, _)| *lang == found.lang())?;
        (found.confidence() >= CONFIDENCE).then(|| Guess::Language(tag.clone()))
    }
}

/// The scripts of a four-letter code: some languages are written in several at once.
fn scripts(code: &str) -> Option<Vec<Script>> {
    Some(match code {
        "Hans" | "Hant" => vec![Script::Han],
        "Jpan" => vec![Script::Han, Script::Hiragana, Script::Katakana],
        "Kore" => vec![Script::Hangul, Script::Han],
        code => vec![PropertyParser::<Script>::new().get_strict(code)?],
    })
}

/// The letters of each script in a text.
fn letters(text: &str) -> Vec<(Script, usize)> {
    let map = CodePointMapData::<Script>::new();
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        let script = if c.is_ascii() { Script::Latin } else { map.get(c) };
        let weight = match script {
            Script::Common | Script::Inherited => continue,
            Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul => 3,
            _ => 1,
        };
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += weight,
            None => counts.push((script, weight)),
        }
    }
    counts
}

fn lower_case_words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count()
}

/// A text without what is in quotation marks.
fn without_quotations(text: &str) -> Cow<'_, str> {
    const MARKS: [(char, char); 8] = [
        ('“', '”'),
        ('„', '“'),
        ('»', '«'),
        ('«', '»'),
        ('「', '」'),
        ('『', '』'),
        ('《', '》'),
        ('"', '"'),
    ];
    let opens = |c| MARKS.iter().any(|(open, _)| *open == c);
    if !text.contains(opens) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(opens) {
        let (before, quotation) = rest.split_at(at);
        kept.push_str(before);
        let mut chars = quotation.chars();
        let open = chars.next().unwrap_or(' ');
        let inside = chars.as_str();
        let closes = |c| MARKS.iter().any(|(start, end)| *start == open && *end == c);
        match inside.find(closes) {
            Some(end) => {
                kept.push(' ');
                let close = inside[end..].chars().next().map_or(0, char::len_utf8);
                rest = &inside[end + close..];
            }
            None => rest = inside,
        }
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// Characters of which the simplified and the traditional form are written only in texts of that kind.
const FORMS: &str = "们們国國会會个個来來时時说說这這为為对對学學发發经經现現进進过過还還动動话話开開关關\
门門问問间間东東车車书書买買卖賣长長马馬电電飞飛风風头頭实實业業产產务務场場报報员員无無从從让讓认認识識\
该該谁誰请請读讀课課谈談论論语語词詞译譯证證议議记記计計设設访訪许許评評试試详詳调調谢謝区區医醫华華单單\
历歷厅廳县縣参參双雙变變号號响響听聽启啟团團园園图圖圆圓坏壞块塊声聲处處备備复復够夠妇婦孙孫宁寧宝寶审審\
宽寬导導将將尔爾尽盡岁歲岛島币幣师師带帶帮幫广廣应應张張当當录錄总總战戰护護担擔择擇据據换換损損摄攝数數\
断斷旧舊显顯晓曉术術机機权權条條构構极極标標样樣桥橋档檔检檢楼樓欢歡气氣汇匯汉漢没沒沟溝济濟浅淺测測满滿\
灯燈点點热熱爱愛独獨环環画畫确確础礎离離种種称稱积積稳穩笔筆签簽简簡类類粮糧紧緊红紅约約级級纪紀纯純纸紙\
线線练練组組细細终終绍紹绝絕给給统統继繼续續维維绿綠编編缩縮网網罗羅职職联聯胜勝脑腦脚腳节節药藥获獲营營\
蓝藍虽雖补補装裝规規视視览覽觉覺观觀订訂负負责責费費赛賽赢贏轨軌转轉轮輪软軟输輸边邊达達运運远遠违違连連\
迟遲适適选選递遞遗遺邮郵释釋钟鐘钱錢铁鐵银銀错錯队隊阳陽阶階际際陆陸险險随隨隐隱难難须須顾顧预預领領题題\
颜顏额額饭飯饮飲馆館验驗鱼魚麦麥黄黃齐齊龙龍";

/// The kind of text in which a Chinese character is written.
enum Form {
    Simplified,
    Traditional,
}

static FORM_OF: LazyLock<HashMap<char, Form>> = LazyLock::new(|| {
    let form = |at: usize| if at.is_multiple_of(2) { Form::Simplified } else { Form::Traditional };
    FORMS.chars().enumerate().map(|(at, c)| (c, form(at))).collect()
});

/// Languages whose texts a detector cannot tell apart.
const ALIKE: [&[Lang]; 7] = [
    &[Lang::Dan, Lang::Nob, Lang::Swe],
    &[Lang::Spa, Lang::Por, Lang::Cat],
    &[Lang::Hrv, Lang::Slv, Lang::Srp],
    &[Lang::Ces, Lang::Slk],
    &[Lang::Rus, Lang::Ukr, Lang::Bel, Lang::Bul, Lang::Mkd],
    &[Lang::Nld, Lang::Afr],
    &[Lang::Ind, Lang::Jav],
];

/// The language of a tag, if the detector knows it.
fn detected_lang(tag: &str) -> Option<Lang> {
    // The two-letter codes of the languages that the detector names with three.
    const CODES: [(&str, Lang); 45] = [
        ("af", Lang::Afr),
        ("ar", Lang::Ara),
        ("az", Lang::Aze),
        ("be", Lang::Bel),
        ("bg", Lang::Bul),
        ("ca", Lang::Cat),
        ("cs", Lang::Ces),
        ("da", Lang::Dan),
        ("de", Lang::Deu),
        ("en", Lang::Eng),
        ("eo", Lang::Epo),
        ("es", Lang::Spa),
        ("et", Lang::Est),
        ("fa", Lang::Pes),
        ("fi", Lang::Fin),
        ("fr", Lang::Fra),
        ("hi", Lang::Hin),
        ("hr", Lang::Hrv),
        ("hu", Lang::Hun),
        ("id", Lang::Ind),
        ("it", Lang::Ita),
        ("jv", Lang::Jav),
        ("la", Lang::Lat),
        ("lt", Lang::Lit),
        ("lv", Lang::Lav),
        ("mk", Lang::Mkd),
        ("mr", Lang::Mar),
        ("nb", Lang::Nob),
        ("ne", Lang::Nep),
        ("nl", Lang::Nld),
        ("no", Lang::Nob),
        ("pl", Lang::Pol),
        ("pt", Lang::Por),
        ("ro", Lang::Ron),
        ("ru", Lang::Rus),
        ("sk", Lang::Slk),
        ("sl", Lang::Slv),
        ("sr", Lang::Srp),
        ("sv", Lang::Swe),
        ("tk", Lang::Tuk),
        ("tr", Lang::Tur),
        ("uk", Lang::Ukr),
        ("ur", Lang::Urd),
        ("uz", Lang::Uzb),
        ("vi", Lang::Vie),
    ];
    let language = tag.split('-').next().unwrap_or(tag);
    CODES.into_iter().find(|(code, _)| *code == language).map(|(_, lang)| lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(text: &str, tag: &str) -> Option<Guess> {
        let site = ["en", "da", "de", "zh-Hans", "zh-Hant", "ar"];
        let others: Vec<&str> = site.into_iter().filter(|other| *other != tag).collect();
        Guesser::new(tag, &others)?.other_language(text)
    }

    fn language(tag: &str) -> Option<Guess> {
        Some(Guess::Language(tag.to_owned()))
    }

    #[test]
    fn another_script_is_another_language() {
        assert_eq!(guess("港口的历史", "en"), Some(Guess::OtherScript));
        assert_eq!(guess("مرحبا بكم في الميناء", "da"), language("ar"));
        assert_eq!(guess("Добро пожаловать в порт", "de"), Some(Guess::OtherScript));
        assert_eq!(
            guess("Come to the old harbour and bring a coat", "ar"),
            Some(Guess::OtherScript)
        );
        for (text, tag) in [
            ("The word 港口 means harbour", "en"),
            ("Harbour Talks 2031: Rust, Python & C++", "zh-Hans"),
            ("茶", "en"),
            ("“港口的历史”", "en"),
            ("IBM, SAP und DHL", "de"),
        ] {
            assert_eq!(guess(text, tag), None, "{text}");
        }
    }

    #[test]
    fn simplified_and_traditional_characters_are_told_apart() {
        assert_eq!(guess("歡迎來到港口", "zh-Hans"), language("zh-Hant"));
        assert_eq!(guess("欢迎来到港口", "zh-Hant"), language("zh-Hans"));
        assert_eq!(guess("欢迎来到港口", "zh-Hans"), None);
        assert_eq!(guess("我们访问香港的「灣仔會展中心」", "zh-Hans"), None);
    }

    #[test]
    fn many_words_tell_the_language() {
        let english = "Bring a warm coat, because the wind is strong in the evening, and come to the \
                       pier at nine so that we can leave together.";
        let danish = "Tag en varm frakke med, for det blæser om aftenen, og kom til molen klokken ni, så \
                      vi kan tage af sted sammen med de andre.";
        assert_eq!(guess(english, "da"), language("en"));
        assert_eq!(guess(danish, "de"), language("da"));
        assert_eq!(guess(english, "en"), None);
        assert_eq!(guess(danish, "da"), None);
        assert_eq!(guess("Come to the pier at nine", "da"), None, "too short");
        assert_eq!(
            Guesser::new("nb", &["da", "en"]).and_then(|guesser| guesser.other_language(danish)),
            None,
            "they are too near"
        );
        assert_eq!(guess(english, "kl"), None, "nobody knows Greenlandic");
    }

    #[test]
    fn each_pair_of_forms_has_two_characters_of_its_own() {
        let forms: Vec<char> = FORMS.chars().collect();
        let unique: std::collections::BTreeSet<&char> = forms.iter().collect();
        assert_eq!((forms.len() % 2, unique.len()), (0, forms.len()));
    }
}
