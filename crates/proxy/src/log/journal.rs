//! One worker's pen: formats events into a buffer of its own and hands the finished lines to the
//! spool.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tollgate_diaglog::{Event, Field, Fields, Notice, Prefix, Stamp, WrittenPrefix, write};

use super::spool::{Destination, LossNotice, Spool};
use crate::config::{Clock, Level, LogSettings, Offset};

/// Writes the lines of one thread.
#[derive(Debug)]
pub(crate) struct Journal {
    lines: Arc<Spool>,
    records: Arc<Spool>,
    wants_records: Cell<bool>,
    clock: Clock,
    pid: u32,
    thread: Option<u32>,
    host: RefCell<String>,
    level: Cell<Level>,
    offset: Cell<Offset>,
    offset_seconds: Cell<i32>,
    buffer: RefCell<Vec<u8>>,
    /// How the lines of that moment begin: under load, many are of the same one.
    beginning: RefCell<(Option<Stamp>, WrittenPrefix)>,
}

impl Journal {
    /// `thread` is the `n` of `[ET_NET n]`; none for the thread that controls the others.
    pub(crate) fn new(
        lines: Arc<Spool>,
        records: Arc<Spool>,
        clock: Clock,
        thread: Option<u32>,
        settings: &LogSettings,
    ) -> Self {
        let journal = Self {
            lines,
            records,
            wants_records: Cell::new(false),
            clock,
            pid: std::process::id(),
            thread,
            host: RefCell::default(),
            level: Cell::new(settings.level),
            offset: Cell::new(settings.offset),
            offset_seconds: Cell::new(0),
            buffer: RefCell::default(),
            beginning: RefCell::default(),
        };
        journal.adopt(settings);
        journal
    }

    /// Goes on under other settings.
    pub(crate) fn adopt(&self, settings: &LogSettings) {
        self.host.borrow_mut().clone_from(&settings.host);
        self.level.set(settings.level);
        self.wants_records
            .set(settings.records != Destination::Nowhere);
        self.offset.set(settings.offset);
        self.beginning.take();
        self.refresh_offset();
    }

    /// Looks up the offset of the local time again, which changes twice a year.
    pub(crate) fn refresh_offset(&self) {
        self.offset_seconds
            .set(offset_at(self.offset.get(), self.now()));
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The stamp of a line written now.
    pub(crate) fn stamp(&self) -> Stamp {
        Stamp {
            unix_ms: self.now().as_millisecond(),
            offset_seconds: self.offset_seconds.get(),
        }
    }

    pub(crate) fn thread(&self) -> Option<u32> {
        self.thread
    }

    pub(crate) fn is_at(&self, level: Level) -> bool {
        self.level.get() >= level
    }

    /// Writes one event.
    pub(crate) fn write(&self, at: Stamp, event: &Event<'_>) {
        self.write_all(at, std::slice::from_ref(event));
    }

    /// Writes events whose lines must follow each other.
    pub(crate) fn write_all(&self, at: Stamp, events: &[Event<'_>]) {
        let (written_at, beginning) = &mut *self.beginning.borrow_mut();
        if *written_at != Some(at) {
            beginning.become_of(&prefix(at, &self.host.borrow(), self.pid));
            *written_at = Some(at);
        }
        let mut buffer = self.buffer.borrow_mut();
        for event in events {
            beginning.write(&mut buffer, event);
        }
        self.lines.append(&buffer, events.len() as u64);
        buffer.clear();
    }

    /// Writes a notice of the server itself.
    pub(crate) fn notice(&self, event: &'static str, fields: &[(&'static str, String)]) {
        let at = self.stamp();
        let fields = fields.iter().map(|(key, value)| (*key, value.as_str()));
        self.write(at, &notice(at, event, fields));
    }

    /// Writes a structured record, if they are wanted.
    pub(crate) fn record(&self, record: &impl serde::Serialize) {
        let mut buffer = self.buffer.borrow_mut();
        // Neither the serialiser nor a vector fails on what we give them; half a record would be
        // worse than none.
        if serde_json::to_writer(&mut *buffer, record).is_ok() {
            buffer.push(b'\n');
            self.records.append(&buffer, 1);
        }
        buffer.clear();
    }

    pub(crate) fn wants_records(&self) -> bool {
        self.wants_records.get()
    }
}

/// The line that tells of lost ones.
pub(crate) fn loss_notice(settings: &LogSettings, clock: Clock) -> LossNotice {
    let (host, offset, pid) = (settings.host.clone(), settings.offset, std::process::id());
    Box::new(move |lost, reason| {
        let now = clock();
        let at = Stamp {
            unix_ms: now.as_millisecond(),
            offset_seconds: offset_at(offset, now),
        };
        let lost = lost.to_string();
        let mut line = Vec::new();
        let fields = [("Lines", lost.as_str()), ("Reason", reason)];
        write(
            &mut line,
            &prefix(at, &host, pid),
            &notice(at, "Log Lines Lost", fields.into_iter()),
        );
        line
    })
}

/// The same as a JSON object, for the file of the records.
pub(crate) fn loss_record(clock: Clock) -> LossNotice {
    Box::new(move |lost, reason| {
        let record = serde_json::json!({
            "time": clock().to_string(), "kind": "records-lost", "records": lost, "reason": reason,
        });
        format!("{record}\n").into_bytes()
    })
}

fn offset_at(offset: Offset, now: Timestamp) -> i32 {
    match offset {
        Offset::Fixed(seconds) => seconds,
        Offset::Local => TimeZone::system().to_offset(now).seconds(),
    }
}

fn prefix(at: Stamp, host: &str, pid: u32) -> Prefix<'_> {
    Prefix {
        at,
        host: Cow::Borrowed(host),
        process: Cow::Borrowed("traffic_server"),
        pid: Some(pid),
    }
}

fn notice<'a>(
    at: Stamp,
    event: &'a str,
    fields: impl Iterator<Item = (&'static str, &'a str)>,
) -> Event<'a> {
    let field = |(key, value)| Field {
        key: Cow::Borrowed(key),
        value: Cow::Borrowed(value),
    };
    let fields: Vec<Field<'a>> = fields.map(field).collect();
    Event::Notice(Notice {
        event: Cow::Borrowed(event),
        fields: Fields::from(fields),
        utc_time: Some(at.utc_time()),
    })
}
