//! Tables: in a scrollable frame, aligned by classes, with marked headings.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use crate::content::markdown::html_writer::Writer;
use crate::content::markdown::placeholders::Placeholder;

/// The position in a table.
#[derive(Default)]
pub(super) struct Table<'e> {
    alignments: &'e [Alignment],
    column: usize,
    head: bool,
    /// Whether the open cell is a heading.
    heading: bool,
    body: bool,
}

impl<'e> Writer<'_, 'e> {
    /// Writes the start of a table or of a part of it.
    pub(super) fn start_table(&mut self, index: usize, tag: &'e Tag<'_>) {
        match tag {
            Tag::Table(alignments) => {
                self.table = Table { alignments, ..Table::default() };
                self.line("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"");
                self.placeholder(Placeholder::Message("table"));
                self.push("\">\n<table>\n");
            }
            Tag::TableHead => {
                self.table.head = true;
                self.table.column = 0;
                self.push("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.table.column = 0;
                if !self.table.body {
                    self.table.body = true;
                    self.push("<tbody>\n");
                }
                self.push("<tr>");
            }
            _ => self.start_cell(index),
        }
    }

    /// Writes the start of a cell. An empty heading is a plain cell, since screen readers would announce
    /// it.
    fn start_cell(&mut self, index: usize) {
        let next = self.events.get(index + 1).map(|(event, _)| event);
        let empty = matches!(next, Some(Event::End(TagEnd::TableCell)));
        self.table.heading = self.table.head && !empty;
        self.push(if self.table.heading { "<th scope=\"col\"" } else { "<td" });
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::None) | None => "",
        };
        self.push(class);
        self.push(">");
        self.table.column += 1;
    }

    /// Writes the end of a table or of a part of it.
    pub(super) fn end_table(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Table => {
                let body = if self.table.body { "</tbody>\n" } else { "" };
                self.push(body);
                self.push("</table>\n</div>\n");
            }
            TagEnd::TableHead => {
                self.table.head = false;
                self.push("</tr>\n</thead>\n");
            }
            TagEnd::TableRow => self.push("</tr>\n"),
            _ => self.push(if self.table.heading { "</th>" } else { "</td>" }),
        }
    }
}
