//! Names of people and of their employers.

use super::draw::Draw;
use super::{Contact, InEach, Language, slug};

const GIVEN: [&str; 24] = [
    "Agnete", "Bodil", "Carsten", "Ditte", "Esben", "Frida", "Gorm", "Helle", "Ivar", "Jytte",
    "Knud", "Lærke", "Magnus", "Nanna", "Øjvind", "Pia", "Rasmus", "Signe", "Troels", "Ulla",
    "Harriet", "Edwin", "Mabel", "Rupert",
];

const FAMILY: [&str; 24] = [
    "Ager",
    "Bundgaard",
    "Clausen",
    "Degn",
    "Ellegaard",
    "Frandsen",
    "Gammelby",
    "Hjort",
    "Iversen",
    "Juhl",
    "Kvist",
    "Lauge",
    "Mørch",
    "Nygaard",
    "Ovesen",
    "Præst",
    "Ravn",
    "Sønderby",
    "Toft",
    "Vestergaard",
    "Ashdown",
    "Birtwell",
    "Copley",
    "Thornbury",
];

/// Chinese family names: as written, and in Latin letters.
const CHINESE_FAMILY: [(&str, &str); 12] = [
    ("沈", "Shen"),
    ("陆", "Lu"),
    ("顾", "Gu"),
    ("韩", "Han"),
    ("苏", "Su"),
    ("丁", "Ding"),
    ("贺", "He"),
    ("孟", "Meng"),
    ("秦", "Qin"),
    ("薛", "Xue"),
    ("方", "Fang"),
    ("邱", "Qiu"),
];

const CHINESE_GIVEN: [(&str, &str); 12] = [
    ("知远", "Zhiyuan"),
    ("云舒", "Yunshu"),
    ("明川", "Mingchuan"),
    ("若兰", "Ruolan"),
    ("海平", "Haiping"),
    ("思齐", "Siqi"),
    ("文澜", "Wenlan"),
    ("景行", "Jingxing"),
    ("嘉禾", "Jiahe"),
    ("晓桥", "Xiaoqiao"),
    ("子衿", "Zijin"),
    ("长风", "Changfeng"),
];

/// Employers.
pub(super) const ORGANISATIONS: [&str; 12] = [
    "Sluice & Sons",
    "Fjordby Kommune",
    "Delta Institute of Water",
    "The Ferry Cooperative",
    "Halvø Museum",
    "Ningbo Harbour Office",
    "Northgate Hospital",
    "School of Timber",
    "Radio Sundet",
    "Grain Exchange",
    "Lantern Street Library",
    "Tramway Laboratory",
];

/// A speaker without texts.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) name: InEach,
    pub(super) sort_key: String,
    pub(super) role: usize,
    pub(super) organisation: usize,
}

/// The `index`th speaker; every third has a Chinese name.
pub(super) fn person(index: usize) -> Person {
    let mut draw = Draw::new([8, index, 0]);
    let (name, sort_key) = if index % 3 == 2 {
        let (family, family_latin) = draw.one_of(&CHINESE_FAMILY);
        let (given, given_latin) = draw.one_of(&CHINESE_GIVEN);
        let latin = format!("{family_latin} {given_latin}");
        let key = latin.to_lowercase();
        ([latin.clone(), latin, format!("{family}{given}")], key)
    } else {
        let (given, family) = (draw.one_of(&GIVEN), draw.one_of(&FAMILY));
        let name = format!("{given} {family}");
        ([name.clone(), name.clone(), name], format!("{family}, {given}"))
    };
    Person {
        id: format!("{}-{}", slug(&name[Language::English as usize]), index + 1),
        name,
        sort_key,
        role: draw.below(12),
        organisation: draw.below(ORGANISATIONS.len()),
    }
}

/// The contacts.
pub(super) fn contacts() -> Vec<Contact> {
    let contact = |id, name, role: [&str; 3], phone, email| Contact {
        id,
        name,
        role: role.map(str::to_owned),
        phone,
        email,
    };
    vec![
        contact(
            "front-desk",
            "Vibeke Strand",
            ["Tilmelding", "Registration", "报名"],
            "+44 1632 960101",
            "register@example.org",
        ),
        contact(
            "programme-desk",
            "Oswald Pike",
            ["Program", "Programme", "日程"],
            "+44 1632 960102",
            "programme@example.org",
        ),
        contact(
            "press-desk",
            "Tang Yiming",
            ["Presse", "Press", "媒体"],
            "+44 1632 960103",
            "press@example.org",
        ),
    ]
}
