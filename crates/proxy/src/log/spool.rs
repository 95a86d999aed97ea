//! The way of log text to its file: appended by the workers, written by a thread of its own.
//!
//! A worker copies finished lines into one buffer and goes on; the thread takes the whole buffer
//! and writes it. The order in the file is the order of appending. Nothing is lost in silence:
//! lines that found the buffer full, or that could not be written, are counted, shown in the
//! status, and reported in the log itself as soon as it can be written again.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Where log text ends up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Destination {
    /// Not wanted.
    Nowhere,
    /// `-` in the configuration.
    Stdout,
    /// A file, appended to.
    File(PathBuf),
}

impl Destination {
    /// The file, if it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Nowhere | Self::Stdout => None,
        }
    }
}

/// A queue of log text with its writing thread. Shared by all workers.
#[derive(Debug)]
pub(crate) struct Spool {
    /// Guards the text that waits; held for the copying of lines, never while the file is written.
    queue: Mutex<Queue>,
    changed: Condvar,
    limit: usize,
    lost: AtomicU64,
}

#[derive(Debug, Default)]
struct Queue {
    text: Vec<u8>,
    lines: u64,
    /// The writer waits and has to be woken.
    asleep: bool,
    /// A file to write to from now on.
    next: Option<Output>,
    /// Batches taken over by the writer, and those it is done with.
    taken: u64,
    done: u64,
    closed: bool,
    /// Why the last write failed; none after one that did not.
    failure: Option<String>,
}

/// Makes the line that tells of lost ones, given their number and the reason.
pub(crate) type LossNotice = Box<dyn Fn(u64, &str) -> Vec<u8> + Send>;

/// What the log itself is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Health {
    /// Lines lost since the start.
    pub(crate) lost: u64,
    /// Why the last write failed, if it did.
    pub(crate) failure: Option<String>,
}

impl Spool {
    /// A spool that keeps at most `limit` bytes waiting. `notice` makes the line about lost lines.
    pub(crate) fn start(
        output: Output,
        limit: usize,
        notice: LossNotice,
    ) -> io::Result<(Arc<Self>, JoinHandle<()>)> {
        let spool = Arc::new(Self {
            queue: Mutex::default(),
            changed: Condvar::new(),
            limit,
            lost: AtomicU64::new(0),
        });
        let shared = Arc::clone(&spool);
        let thread = std::thread::Builder::new()
            .name("log-writer".into())
            .spawn(move || {
                Writer {
                    output,
                    torn: false,
                    reported: 0,
                }
                .run(&shared, &notice);
            })?;
        Ok((spool, thread))
    }

    /// Appends finished lines, line ends included. Never waits for the file.
    pub(crate) fn append(&self, text: &[u8], lines: u64) {
        let mut queue = self.queue();
        if !queue.text.is_empty() && queue.text.len() + text.len() > self.limit {
            self.lost.fetch_add(lines, Ordering::Relaxed);
            return;
        }
        queue.text.extend_from_slice(text);
        queue.lines += lines;
        if std::mem::take(&mut queue.asleep) {
            self.changed.notify_all();
        }
    }

    /// Goes on in another file, or in the same one opened anew after it was renamed.
    pub(crate) fn switch(&self, output: Output) {
        let mut queue = self.queue();
        queue.next = Some(output);
        queue.asleep = false;
        self.changed.notify_all();
    }

    /// Waits until everything that was appended before is written or lost.
    pub(crate) fn flush(&self) {
        let mut queue = self.queue();
        let goal = queue.taken + u64::from(!queue.text.is_empty());
        queue.asleep = false;
        self.changed.notify_all();
        while queue.done < goal && !(queue.closed && queue.text.is_empty()) {
            queue = self
                .changed
                .wait(queue)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends the writing thread after it has written what waits.
    pub(crate) fn close(&self) {
        let mut queue = self.queue();
        queue.closed = true;
        queue.asleep = false;
        self.changed.notify_all();
    }

    pub(crate) fn health(&self) -> Health {
        let failure = self.queue().failure.clone();
        Health {
            lost: self.lost.load(Ordering::Relaxed),
            failure,
        }
    }

    /// A thread that panicked while it held the lock left whole lines behind: nothing in between
    /// can panic.
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Writer {
    output: Output,
    /// The file ends in the middle of a line.
    torn: bool,
    /// Lost lines that the log has told of.
    reported: u64,
}

impl Writer {
    fn run(mut self, spool: &Spool, notice: &LossNotice) {
        let mut batch = Vec::new();
        loop {
            let lines = {
                let mut queue = spool.queue();
                while queue.text.is_empty() && queue.next.is_none() && !queue.closed {
                    queue.asleep = true;
                    queue = spool
                        .changed
                        .wait(queue)
                        .unwrap_or_else(PoisonError::into_inner);
                }
                if let Some(next) = queue.next.take() {
                    self.output = next;
                    self.torn = false;
                }
                if queue.text.is_empty() && queue.closed {
                    return;
                }
                queue.taken += 1;
                std::mem::swap(&mut queue.text, &mut batch);
                std::mem::take(&mut queue.lines)
            };
            let written = self
                .report_losses(spool, notice)
                .and_then(|()| self.write(&batch));
            if written.is_err() {
                spool.lost.fetch_add(lines, Ordering::Relaxed);
            }
            batch.clear();
            batch.shrink_to(KEPT_CAPACITY);
            let mut queue = spool.queue();
            queue.failure = written.err().map(|error| error.to_string());
            queue.done = queue.taken;
            spool.changed.notify_all();
            // Under load the lines of some milliseconds are written at once.
            if !queue.closed && queue.next.is_none() && queue.text.len() < BATCH {
                drop(spool.changed.wait_timeout(queue, LINGER));
            }
        }
    }

    fn report_losses(&mut self, spool: &Spool, notice: &LossNotice) -> io::Result<()> {
        let lost = spool.lost.load(Ordering::Relaxed);
        if lost == self.reported {
            return Ok(());
        }
        let failure = spool.queue().failure.clone();
        let reason = failure
            .as_deref()
            .unwrap_or("the log was written too slowly");
        self.write(&notice(lost - self.reported, reason))?;
        self.reported = lost;
        Ok(())
    }

    fn write(&mut self, text: &[u8]) -> io::Result<()> {
        if self.torn {
            self.output.write_all(b"\n")?;
            self.torn = false;
        }
        let result = self.output.write_all(text);
        self.torn = result.is_err();
        result
    }
}

/// An open file or the standard output.
#[derive(Debug)]
pub(crate) enum Output {
    /// Nothing is to be written.
    Nowhere,
    Stdout(io::Stdout),
    File(File),
}

impl Output {
    /// Opens a destination for appending.
    pub(crate) fn open(destination: &Destination) -> io::Result<Self> {
        match destination {
            Destination::Nowhere => Ok(Self::Nowhere),
            Destination::Stdout => Ok(Self::Stdout(io::stdout())),
            Destination::File(path) => open_file(path).map(Self::File),
        }
    }

    fn write_all(&mut self, text: &[u8]) -> io::Result<()> {
        match self {
            Self::Nowhere => Ok(()),
            Self::Stdout(stdout) => {
                stdout.write_all(text)?;
                stdout.flush()
            }
            Self::File(file) => file.write_all(text),
        }
    }
}

fn open_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path)
}

/// How long the writer gathers lines after it has written some.
const LINGER: Duration = Duration::from_millis(5);
/// As much text is written without waiting for more.
const BATCH: usize = 256 * 1024;
/// A burst must not keep its memory for ever.
const KEPT_CAPACITY: usize = 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn notice() -> LossNotice {
        Box::new(|lost, reason| format!("lost {lost}: {reason}\n").into_bytes())
    }

    fn file_in(directory: &tempfile::TempDir) -> (PathBuf, Output) {
        let path = directory.path().join("log");
        let output = Output::open(&Destination::File(path.clone())).unwrap();
        (path, output)
    }

    #[test]
    fn lines_are_written_in_the_order_of_appending() {
        let directory = tempfile::tempdir().unwrap();
        let (path, output) = file_in(&directory);
        let (spool, thread) = Spool::start(output, 1000, notice()).unwrap();
        for number in 0..100 {
            spool.append(format!("{number}\n").as_bytes(), 1);
        }
        spool.flush();
        let expected = (0..100)
            .map(|number| number.to_string() + "\n")
            .collect::<String>();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
        spool.close();
        thread.join().unwrap();
    }

    #[test]
    fn a_renamed_file_is_opened_anew() {
        let directory = tempfile::tempdir().unwrap();
        let (path, output) = file_in(&directory);
        let (spool, thread) = Spool::start(output, 1000, notice()).unwrap();
        spool.append(b"one\n", 1);
        spool.flush();
        let old = directory.path().join("log.1");
        std::fs::rename(&path, &old).unwrap();
        spool.switch(Output::open(&Destination::File(path.clone())).unwrap());
        spool.append(b"two\n", 1);
        spool.close();
        thread.join().unwrap();
        assert_eq!(std::fs::read_to_string(&old).unwrap(), "one\n");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two\n");
    }

    #[test]
    fn a_full_disk_is_counted_and_told_when_there_is_room_again() {
        let full = Destination::File("/dev/full".into());
        let (spool, thread) = Spool::start(Output::open(&full).unwrap(), 1000, notice()).unwrap();
        spool.append(b"one\ntwo\n", 2);
        spool.flush();
        let health = spool.health();
        assert_eq!(health.lost, 2);
        assert!(
            health
                .failure
                .is_some_and(|text| text.contains("No space left"))
        );
        let directory = tempfile::tempdir().unwrap();
        let (path, output) = file_in(&directory);
        spool.switch(output);
        spool.append(b"three\n", 1);
        spool.flush();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("lost 2: No space left"), "{text}");
        assert!(text.ends_with("\nthree\n"), "{text}");
        assert_eq!(
            spool.health(),
            Health {
                lost: 2,
                failure: None
            }
        );
        spool.close();
        thread.join().unwrap();
    }

    #[test]
    fn what_finds_the_queue_full_is_counted() {
        let directory = tempfile::tempdir().unwrap();
        let (_, output) = file_in(&directory);
        let spool = Spool {
            queue: Mutex::default(),
            changed: Condvar::new(),
            limit: 10,
            lost: AtomicU64::new(0),
        };
        spool.append(b"12345678\n", 1);
        spool.append(b"90\nab\n", 2);
        assert_eq!(spool.health().lost, 2);
        drop(output);
    }
}
