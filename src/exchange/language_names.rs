//! Names of languages, as people write them in tables: in the language itself, in English, Danish,
//! German, French and Chinese.

/// The tag of a language, and its names in lower case.
const NAMES: [(&str, &str); 39] = [
    ("ar", "العربية arabic arabisk arabisch arabe 阿拉伯语 阿拉伯文"),
    ("bg", "български bulgarian bulgarsk bulgarisch bulgare 保加利亚语"),
    ("ca", "català catalan catalansk katalanisch 加泰罗尼亚语"),
    ("cs", "čeština česky czech tjekkisk tschechisch tchèque 捷克语"),
    ("da", "dansk danish dänisch danois 丹麦语 丹麥語 丹麦文"),
    ("de", "deutsch german tysk allemand 德语 德語 德文"),
    ("el", "ελληνικά greek græsk griechisch grec 希腊语"),
    ("en", "english engelsk englisch anglais 英语 英語 英文"),
    ("eo", "esperanto 世界语"),
    ("es", "español spanish spansk spanisch espagnol castellano 西班牙语 西班牙文"),
    ("et", "eesti estonian estisk estnisch estonien 爱沙尼亚语"),
    ("eu", "euskara basque baskisk baskisch 巴斯克语"),
    ("fa", "فارسی persian persisk persisch persan 波斯语"),
    ("fi", "suomi finnish finsk finnisch finnois 芬兰语"),
    ("fo", "føroyskt faroese færøsk färöisch féroïen 法罗语"),
    ("fr", "français french fransk französisch 法语 法語 法文"),
    ("he", "עברית hebrew hebraisk hebräisch hébreu 希伯来语"),
    ("hr", "hrvatski croatian kroatisk kroatisch croate 克罗地亚语"),
    ("hu", "magyar hungarian ungarsk ungarisch hongrois 匈牙利语"),
    ("is", "íslenska icelandic islandsk isländisch islandais 冰岛语"),
    ("it", "italiano italian italiensk italienisch italien 意大利语"),
    ("ja", "日本語 japanese japansk japanisch japonais 日语 日文"),
    ("kl", "kalaallisut greenlandic grønlandsk grönländisch groenlandais 格陵兰语"),
    ("ko", "한국어 korean koreansk koreanisch coréen 韩语 韓語 韩文"),
    ("lt", "lietuvių lithuanian litauisk litauisch lituanien 立陶宛语"),
    ("lv", "latviešu latvian lettisk lettisch letton 拉脱维亚语"),
    ("nl", "nederlands dutch hollandsk nederlandsk niederländisch néerlandais 荷兰语"),
    ("nb", "norsk bokmål norwegian norsk_bokmål norwegisch norvégien 挪威语"),
    ("nn", "nynorsk norsk_nynorsk"),
    ("pl", "polski polish polsk polnisch polonais 波兰语"),
    ("pt", "português portuguese portugisisk portugiesisch portugais 葡萄牙语"),
    ("ro", "română romanian rumænsk rumänisch roumain 罗马尼亚语"),
    ("ru", "русский russian russisk russisch russe 俄语 俄文"),
    ("sv", "svenska swedish svensk schwedisch suédois 瑞典语"),
    ("tr", "türkçe turkish tyrkisk türkisch turc 土耳其语"),
    ("uk", "українська ukrainian ukrainsk ukrainisch ukrainien 乌克兰语"),
    ("zh", "中文 汉语 漢語 华语 華語 普通话 國語 chinese kinesisk chinesisch chinois mandarin"),
    ("zh-Hans", "简体中文 簡體中文 simplified_chinese chinese_simplified forenklet_kinesisk"),
    (
        "zh-Hant",
        "繁體中文 繁体中文 正體中文 traditional_chinese chinese_traditional traditionelt_kinesisk",
    ),
];

/// The tag of a language with a name, in whatever case it is written.
pub(super) fn tag_of(name: &str) -> Option<&'static str> {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let name = words.join("_");
    let has = |names: &str| !name.is_empty() && names.split(' ').any(|known| known == name);
    NAMES.iter().find(|(_, names)| has(names)).map(|(tag, _)| *tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_names_in_several_languages() {
        for (name, tag) in [
            ("English", "en"),
            ("dansk", "da"),
            ("Dänisch", "da"),
            ("中文", "zh"),
            ("简体中文", "zh-Hans"),
            ("Traditional Chinese", "zh-Hant"),
            ("FRANÇAIS", "fr"),
            ("Norsk bokmål", "nb"),
        ] {
            assert_eq!(tag_of(name), Some(tag), "{name}");
        }
        for name in ["", "Klingon", "en", "Norsk Dansk"] {
            assert_eq!(tag_of(name), None, "{name}");
        }
    }
}
