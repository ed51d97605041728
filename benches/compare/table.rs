//! The figures as Markdown, to read and to copy into docs/performance.md.
//!
//! A figure is the median of its runs, with minimum and maximum in brackets. A ratio is computed run by
//! run, of consecutive builds, and then treated like any other figure.

use std::fmt::Write;

use crate::builds::{Builder, Builds, Measured};
use crate::measure::Cost;
use crate::serve::{Edit, Latencies};
use crate::tools::Found;
use crate::write::Tool;

/// All results of a run.
#[derive(Debug)]
pub(crate) struct Findings {
    pub(crate) sizes: Vec<usize>,
    pub(crate) tools: Vec<Found>,
    pub(crate) builds: Builds,
    pub(crate) forum: Vec<Cost>,
    /// By tool and number of sessions.
    pub(crate) latencies: Vec<(Tool, usize, Latencies)>,
}

/// A median with its range.
#[derive(Clone, Copy, Debug)]
struct Figure {
    median: f64,
    least: f64,
    most: f64,
}

impl Figure {
    fn of(values: impl IntoIterator<Item = f64>) -> Option<Figure> {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        let median = match values.len() % 2 {
            0 => (values.get(middle.checked_sub(1)?)? + values[middle]) / 2.0,
            _ => values[middle],
        };
        Some(Figure { median, least: values[0], most: values[values.len() - 1] })
    }

    fn shown(self) -> String {
        if self.least == self.most {
            return short(self.median);
        }
        format!("{} ({}–{})", short(self.median), short(self.least), short(self.most))
    }
}

/// Three significant digits, and at most three decimals.
fn short(value: f64) -> String {
    let digits = match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        1.0.. => 2,
        _ => 3,
    };
    format!("{value:.digits$}")
}

fn shown(figure: Option<Figure>) -> String {
    figure.map_or("–".to_owned(), Figure::shown)
}

/// A number with commas between thousands.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The description of a goal, and its figure for a number of sessions.
type Goal<'a> = (String, Box<dyn Fn(usize) -> Option<Figure> + 'a>);

impl Findings {
    /// All tables.
    pub(crate) fn markdown(&self) -> String {
        let mut out = self.builds_table();
        out.push_str(&self.goals_table());
        if !self.latencies.is_empty() {
            out.push_str(&self.latencies_table());
        }
        out
    }

    fn of(&self, sessions: usize, builder: Builder) -> Option<&Measured> {
        self.builds.get(&(sessions, builder)).filter(|measured| !measured.cold.is_empty())
    }

    fn name(&self, builder: Builder) -> String {
        match builder {
            Builder::Floor => "the floor".to_owned(),
            Builder::Tool(tool) => self
                .tools
                .iter()
                .find(|found| found.tool == tool)
                .map_or(tool.title().to_owned(), Found::title),
        }
    }

    fn builds_table(&self) -> String {
        let mut out = String::from(
            "| sessions | tool | pages | MB | wall s | CPU s | peak MiB | pages/s | unchanged s |\n\
             |---:|---|---:|---:|---:|---:|---:|---:|---:|\n",
        );
        for ((sessions, builder), measured) in &self.builds {
            let cold = |value: fn(&Cost) -> f64| Figure::of(measured.cold.iter().map(value));
            let pages = measured.pages as f64;
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
                thousands(*sessions),
                self.name(*builder),
                thousands(measured.pages),
                short(measured.bytes as f64 / 1e6),
                shown(cold(|cost| cost.wall)),
                shown(cold(|cost| cost.cpu)),
                shown(cold(|cost| cost.peak)),
                cold(|cost| cost.wall).map_or("–".to_owned(), |wall| short(pages / wall.median)),
                shown(Figure::of(measured.unchanged.iter().map(|cost| cost.wall))),
            );
        }
        out
    }

    fn goals_table(&self) -> String {
        let mut out = String::from("\n| goal |");
        for sessions in &self.sizes {
            let _ = write!(out, " {} sessions |", thousands(*sessions));
        }
        out.push_str("\n|---|");
        out.push_str(&"---:|".repeat(self.sizes.len()));
        out.push('\n');
        for (goal, figure) in self.goals() {
            let _ = write!(out, "| {goal} |");
            for sessions in &self.sizes {
                let _ = write!(out, " {} |", shown(figure(*sessions)));
            }
            out.push('\n');
        }
        let forum = Figure::of(self.forum.iter().map(|cost| cost.wall * 1e3));
        if forum.is_some() {
            let _ = writeln!(
                out,
                "\nThe forum's own site, `plenary build`, below 50 ms: {} ms",
                shown(forum)
            );
        }
        out
    }

    /// The rows of the table of goals.
    fn goals(&self) -> Vec<Goal<'_>> {
        let mut goals: Vec<Goal<'_>> = Vec::new();
        for tool in self.tools.iter().map(|found| found.tool) {
            let wanted = match tool {
                Tool::Plenary => continue,
                Tool::Hugo => ", at least 10",
                _ => "",
            };
            goals.push((
                format!("full build: {}'s time ÷ Plenary's{wanted}", tool.title()),
                Box::new(move |sessions| self.against(tool, sessions)),
            ));
        }
        let mut goal = |goal: &str, figure: fn(&Findings, usize) -> Option<Figure>| {
            goals.push((goal.to_owned(), Box::new(move |sessions| figure(self, sessions))));
        };
        goal(
            "full build: the fastest other's time ÷ Plenary's, at least 5",
            Findings::against_fastest,
        );
        goal("full build: Plenary's CPU ÷ the floor's, at most 3", Findings::against_floor);
        goal("unchanged build ÷ full build, at most 0.2", Findings::unchanged);
        goal("peak memory: Plenary's ÷ Hugo's, at most 0.5", Findings::memory);
        goal("growth: time ÷ time of a tenth of the sessions, at most 10.5", Findings::growth);
        goals
    }

    /// A ratio, computed run by run.
    fn ratio(
        &self,
        (above, below): ((usize, Builder), (usize, Builder)),
        value: fn(&Cost) -> f64,
    ) -> Option<Figure> {
        let (above, below) = (self.of(above.0, above.1)?, self.of(below.0, below.1)?);
        Figure::of(
            above.cold.iter().zip(&below.cold).map(|(above, below)| value(above) / value(below)),
        )
    }

    fn against(&self, tool: Tool, sessions: usize) -> Option<Figure> {
        let plenary = (sessions, Builder::Tool(Tool::Plenary));
        self.ratio(((sessions, Builder::Tool(tool)), plenary), |cost| cost.wall)
    }

    fn against_fastest(&self, sessions: usize) -> Option<Figure> {
        let others = Tool::ALL.into_iter().filter(|tool| *tool != Tool::Plenary);
        others
            .filter_map(|tool| self.against(tool, sessions))
            .min_by(|a, b| a.median.total_cmp(&b.median))
    }

    fn against_floor(&self, sessions: usize) -> Option<Figure> {
        let plenary = (sessions, Builder::Tool(Tool::Plenary));
        self.ratio((plenary, (sessions, Builder::Floor)), |cost| cost.cpu)
    }

    fn memory(&self, sessions: usize) -> Option<Figure> {
        let plenary = (sessions, Builder::Tool(Tool::Plenary));
        self.ratio((plenary, (sessions, Builder::Tool(Tool::Hugo))), |cost| cost.peak)
    }

    fn unchanged(&self, sessions: usize) -> Option<Figure> {
        let measured = self.of(sessions, Builder::Tool(Tool::Plenary))?;
        let pairs = measured.unchanged.iter().zip(&measured.cold);
        Figure::of(pairs.map(|(unchanged, cold)| unchanged.wall / cold.wall))
    }

    fn growth(&self, sessions: usize) -> Option<Figure> {
        let plenary = Builder::Tool(Tool::Plenary);
        self.ratio(((sessions, plenary), (sessions / 10, plenary)), |cost| cost.wall)
    }

    fn latencies_table(&self) -> String {
        let mut out = String::from(
            "\n| sessions | tool | edit | median ms | worst ms | edits | goal |\n|---:|---|---|---:|---:|---:|---|\n",
        );
        for (tool, sessions, latencies) in &self.latencies {
            for (edit, times) in latencies {
                let Some(figure) = Figure::of(times.iter().copied()) else { continue };
                let goal = match (tool, edit) {
                    (Tool::Plenary, Edit::Body) => "below 50",
                    (Tool::Plenary, Edit::Title | Edit::TitleInProgramme) => "below 100",
                    (Tool::Plenary, Edit::Template) => "below 1,000",
                    _ => "",
                };
                let _ = writeln!(
                    out,
                    "| {} | {} | {} | {} | {} | {} | {goal} |",
                    thousands(*sessions),
                    self.name(Builder::Tool(*tool)),
                    edit.title(),
                    short(figure.median),
                    short(figure.most),
                    times.len(),
                );
            }
        }
        out
    }
}
