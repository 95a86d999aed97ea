//! The entries of logs one by one, for those who want to show some of them.

use std::io::{self, Read};
use std::ops::ControlFlow;

use tollgate_analyze::archive::walk_at;
use tollgate_analyze::bundle::{Collector, Part};
use tollgate_analyze::{Kind, Limits};
use tollgate_diaglog::{Feed, Line};

use super::source::Sources;

/// Octets that are read at once.
const CHUNK: usize = 1024 * 1024;

/// An entry of a log.
#[derive(Debug)]
pub(crate) struct LogLine<'a> {
    /// What the log is called.
    pub(crate) file: &'a str,
    pub(crate) line: &'a Line<'a>,
}

/// Reads every log again and hands its entries on. What cannot be read was told by
/// [`gather`](super::gather) before.
pub(crate) fn each_log_line(sources: &Sources, visit: &mut dyn FnMut(&LogLine<'_>)) {
    for source in &sources.files {
        let Ok((file, _)) = source.open() else {
            continue;
        };
        let mut collector = Collector::default();
        walk_at(
            source.place.clone(),
            file,
            &Limits::default(),
            &mut |entry, content| {
                collector.add(entry, content, &mut |part, stream| {
                    if !matches!(part.kind, Kind::Capture(_)) {
                        each_line(part, stream, visit);
                    }
                    ControlFlow::Continue(())
                })
            },
        );
    }
}

fn each_line(part: &Part, stream: &mut dyn Read, visit: &mut dyn FnMut(&LogLine<'_>)) {
    let name = part.place.to_string();
    let mut visit = |line: Line<'_>| {
        visit(&LogLine {
            file: &name,
            line: &line,
        });
    };
    let mut feed = Feed::default();
    let mut buffer = vec![0; CHUNK];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => feed
                .push(buffer.get(..count).unwrap_or_default())
                .for_each(&mut visit),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    feed.finish().for_each(&mut visit);
}
