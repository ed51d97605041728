//! Files for translators: what is written is read back, and what came back damaged gets an answer.

use crate::exchange::segments::{Inline, Package};
use crate::exchange::tests::broken_files::{damage, pieces};
use crate::exchange::tests::sample::Dice;
use crate::exchange::tests::segment_sample::{package, plain, untouched};
use crate::exchange::translator_files::{TRANSLATOR_FORMATS, read};
use crate::exchange::{xliff1, xliff2};

#[test]
fn all_formats_survive_a_round_trip() {
    for format in &TRANSLATOR_FORMATS {
        for seed in 0..300 {
            let before = package(seed);
            let written = (format.write)(&before);
            let after = read(written.as_bytes()).expect("Plenary wrote it");
            let what = format!("{} {seed}\n{written}", format.id);
            assert_eq!(after.source_language.as_deref(), Some("en"), "{what}");
            assert_eq!(after.target_language.as_deref(), Some(&*before.target_language), "{what}");
            let lines = written.lines().count();
            assert!(after.segments.iter().all(|segment| segment.line <= lines), "{what}");
            assert_eq!(plain(&after), untouched(&before), "{what}");
        }
    }
}

#[test]
fn an_empty_package_is_a_file_of_its_format() {
    let package = Package { segments: Vec::new(), ..package(1) };
    for format in &TRANSLATOR_FORMATS {
        let returned = read((format.write)(&package).as_bytes()).expect(format.id);
        assert_eq!(returned.segments, [], "{}", format.id);
    }
}

/// What tools do to XML without changing what it says.
fn rewritten(xml: &str, style: usize) -> String {
    match style {
        // A prefix for every element.
        0 => {
            let xml = xml.replace("</", "\u{1}").replace("<?", "\u{2}");
            let xml = xml.replace('<', "<ns0:").replace('\u{1}', "</ns0:");
            xml.replace('\u{2}', "<?").replace("xmlns=", "xmlns:ns0=")
        }
        // No indentation and no last line end.
        1 => xml.lines().map(str::trim_start).collect::<Vec<_>>().join("\n"),
        // Windows line ends, and a byte order mark.
        2 => format!("\u{feff}{}", xml.replace('\n', "\r\n")),
        // Without what says that white space counts.
        3 => xml.replace(" xml:space=\"preserve\"", ""),
        // Single quotation marks and numbers for letters.
        _ => xml.replace("session.fog", "sessi&#111;n.f&#x6F;g"),
    }
}

/// A text as it is when white space does not count.
fn collapsed(parts: &[Inline]) -> Vec<Inline> {
    let part = |part: &Inline| match part {
        Inline::Text(text) => Inline::Text(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        code => code.clone(),
    };
    parts.iter().map(part).collect()
}

#[test]
fn rewritten_xml_says_the_same() {
    for write in [xliff1::write, xliff2::write] {
        for (seed, style) in (0..50).flat_map(|seed| (0..5).map(move |style| (seed, style))) {
            let before = package(seed);
            let file = rewritten(&write(&before), style);
            let after = plain(&read(file.as_bytes()).expect("it is XLIFF"));
            let before = untouched(&before);
            assert_eq!(after.len(), before.len(), "{file}");
            for (after, before) in after.iter().zip(&before) {
                assert_eq!(
                    (&after.id, after.unfinished),
                    (&before.id, before.unfinished),
                    "{file}"
                );
                assert_eq!(collapsed(&after.source), collapsed(&before.source), "{file}");
                let targets = [&after.target, &before.target];
                let [after, before] = targets.map(|target| target.as_deref().map(collapsed));
                assert_eq!(after, before, "{file}");
            }
        }
    }
}

#[test]
fn the_last_translation_counts() {
    let file = "<xliff version='1.2'><file source-language='en' target-language='ZH-HANS'><body>\n\
        <group><trans-unit id='a'><source>Fog</source><target state='needs-translation'>Fog</target>\n\
        <target>雾</target></trans-unit></group>\n<trans-unit id='a'><source>Sun</source>\
        <target state='needs-translation'> Sun </target><alt-trans><source>x</source><target>y</target>\
        </alt-trans></trans-unit><trans-unit id='b'><source/><target/></trans-unit></body></file></xliff>";
    let returned = read(file.as_bytes()).expect("it is XLIFF");
    assert_eq!(returned.target_language.as_deref(), Some("ZH-HANS"));
    let [first, second, third] = &returned.segments[..] else { panic!("{returned:?}") };
    assert_eq!(first.target, Some(vec![Inline::Text("雾".to_owned())]));
    assert_eq!((&*first.id, first.line, first.unfinished), ("a", 2, false));
    assert_eq!((&*second.id, second.line, &second.target), ("a", 4, &None));
    assert_eq!((&*third.id, &third.target), ("b", &None));
}

#[test]
fn a_unit_in_several_segments_is_one() {
    let file = |target: &str| {
        format!(
            "<xliff version='2.1' srcLang='en' trgLang='da'><file id='f'><group id='g'><unit id='a'>\
             <segment><source>Fog.</source><target>Tåge.</target></segment><ignorable><source> </source>\
             </ignorable><segment state='final'><source>Sun.</source>{target}</segment></unit></group>\
             </file></xliff>"
        )
    };
    let text = |words: &str| vec![Inline::Text(words.to_owned())];
    for (target, expected) in [("<target>Sol.</target>", Some(text("Tåge. Sol."))), ("", None)] {
        let returned = read(file(target).as_bytes()).expect("it is XLIFF");
        let [segment] = &returned.segments[..] else { panic!("{returned:?}") };
        assert_eq!((&segment.source, &segment.target), (&text("Fog. Sun."), &expected));
    }
}

#[test]
fn other_files_are_refused() {
    for (file, message, line) in [
        (&b""[..], "the file is empty", None),
        (b"\xef\xbb\xbf \n", "the file is empty", None),
        (b"hello", "the file is in none of the formats that are read", None),
        (b"<tmx version='1.4'/>", "`<tmx>` does not begin an XLIFF file", Some(1)),
        (b"\n<xliff version='3.0'/>", "there is no XLIFF version `3.0`", Some(2)),
        (b"<xliff/>", "there is no XLIFF version ``", Some(1)),
        (
            b"<xliff version='1.2'>\n<file source-language='en' target-language='da'/>\n\
              <file source-language='en' target-language='de'/></xliff>",
            "the file has texts in both `da` and `de`",
            Some(3),
        ),
        (
            b"<!DOCTYPE xliff [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>\n<xliff>\n&e;</xliff>",
            "`e` is not one of XML's own entities",
            Some(3),
        ),
        (
            b"<xliff version='1.2'>\n<file>",
            "the file ends inside `<file>`, which began on line 2",
            Some(2),
        ),
        (b"PK\x03\x04\x14\0..xl/workbook.xml", "this is a workbook (.xlsx), not text", None),
        (b"id,translation\0da\n", "this is not text: it has a zero byte", Some(1)),
    ] {
        let fault = read(file).expect_err(message);
        assert_eq!((&*fault.message, fault.line), (message, line));
        assert!(fault.help.is_some(), "{message}");
    }
}

#[test]
fn broken_files_get_an_answer() {
    for (number, format) in TRANSLATOR_FORMATS.iter().enumerate() {
        let dice = &mut Dice::new(number as u64 + 1);
        for seed in 0..40 {
            let file = (format.write)(&package(seed));
            for _ in 0..20 {
                let broken = damage(file.as_bytes(), dice, &pieces());
                if let Err(fault) = read(&broken) {
                    assert!(!fault.message.is_empty() && fault.line != Some(0), "{fault:?}");
                    assert!(fault.help.is_some(), "{fault:?}");
                }
            }
        }
    }
}

#[test]
fn large_nonsensical_files_take_little_time() {
    let many = 100_000;
    let unit = "<trans-unit id='a'><source>x</source><target>y</target></trans-unit>";
    for file in [
        format!("<xliff version='1.2'><file>{}</file></xliff>", unit.repeat(many / 10)),
        format!(
            "<xliff version='1.2'><file><trans-unit>{}</trans-unit></file></xliff>",
            "<target>y</target>".repeat(many)
        ),
        format!("<xliff version='1.2'><file>{}", "<x/>a".repeat(many)),
        format!("msgid \"{}\"\nmsgstr \"\"\n", "<1>\\\\".repeat(many)),
        format!("msgid \"\"\n{}msgstr \"\"\n", "\"\\n\"\n".repeat(many)),
        "msgid \"\"\n".repeat(many),
        format!("id,translation\n{}", "a,<1>\n".repeat(many)),
        format!("id,translation\na,{}", "\\".repeat(many)),
        format!("id,translation\na,{}", "<".repeat(many)),
        format!("id,translation\na,{}", "<1".repeat(many)),
    ] {
        // Whether it is a fault does not matter.
        let _ = read(file.as_bytes());
    }
}
