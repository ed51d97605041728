//! Many faults at once: all are reported, in order, with any number of threads.

use plenary::base::diagnostic::Report;
use plenary::base::print::{Format, print};
use plenary::drive::pipeline::{Options, build};
use rayon::ThreadPoolBuilder;

use crate::{Files, base_files, sources_of};

/// The report of a site, one line per diagnostic, built with a number of threads.
fn short(files: &Files, threads: usize) -> String {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let sources = sources_of(files);
        let mut report = Report::new();
        build(&sources, &Options::default(), &mut report);
        print(&report, &sources, Format::Short)
    })
}

/// A site with a fault in every record of two files and in every page.
fn two_hundred_faults() -> Files {
    let mut files = base_files();
    let tracks: String = (0..60)
        .map(|n| format!("- id: track-{n}\n  title: {{da: Tema {n}}}\n  colour: green\n"))
        .collect();
    files.insert("content/tracks.yaml".into(), tracks.into_bytes());
    let sessions: String = (0..60)
        .map(|n| {
            format!("      - {{id: session-{n}, title: {{da: Møde}}, start: '25:00', tracks: [track-x{n}]}}\n")
        })
        .collect();
    let agenda = format!("days:\n  - date: 2018-11-20\n    sessions:\n{sessions}");
    files.insert("content/agenda.yaml".into(), agenda.into_bytes());
    for n in 0..20 {
        let page = format!("---\ntitle: Side {n}\n---\nSe [her](page:nowhere-{n}).\n");
        files.insert(format!("content/pages/page-{n}.da.md"), page.into_bytes());
    }
    files
}

#[test]
fn all_faults_are_reported_in_the_order_of_files_and_lines() {
    let printed = short(&two_hundred_faults(), 2);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), 200, "{printed}");
    let places: Vec<(&str, usize, usize)> = lines
        .iter()
        .map(|line| {
            let mut parts = line.split(':');
            let path = parts.next().unwrap();
            (path, parts.next().unwrap().parse().unwrap(), parts.next().unwrap().parse().unwrap())
        })
        .collect();
    assert!(places.is_sorted(), "{printed}");
}

#[test]
fn the_report_does_not_depend_on_the_number_of_threads() {
    let files = two_hundred_faults();
    let one = short(&files, 1);
    for threads in [2, 7] {
        assert_eq!(short(&files, threads), one, "{threads} threads");
    }
}
