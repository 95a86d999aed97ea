//! `cargo xtask instructions`: counts, and fails where a limit is passed.
//!
//! The limits are some 15 % above what was counted with the compiler of this repository.
//! What a function was given comes back with its result, so that dropping it is not counted.
#![expect(
    missing_docs,
    unused_qualifications,
    clippy::exit,
    reason = "the macros make modules of the names, and a main function"
)]

use std::hint::black_box;

use gungraun::{
    Callgrind, EventKind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main,
};
use tollgate_diaglog::Line;
use tollgate_instructions as count;
use tollgate_pki::Verdict;
use tollgate_proxy::Rehearsal;
use tollgate_uc::{AllowList, EdgeUrl};

fn at_most(instructions: u64) -> LibraryBenchmarkConfig {
    let mut callgrind = Callgrind::default();
    callgrind.hard_limits([(EventKind::Ir, instructions)]);
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(callgrind);
    config
}

#[library_benchmark(config = at_most(7_900))]
fn decode() -> EdgeUrl {
    count::decode(black_box(count::REQUEST))
}

fn request() -> (AllowList, EdgeUrl) {
    (count::allow_list(), count::decode(count::REQUEST))
}

#[library_benchmark(config = at_most(2_700))]
#[bench::of_153_rules(setup = request)]
fn allow((list, url): (AllowList, EdgeUrl)) -> (AllowList, EdgeUrl, bool) {
    let is_allowed = count::allow(black_box(&list), black_box(&url));
    (list, url, is_allowed)
}

#[library_benchmark(config = at_most(115_000))]
fn log_read() -> Vec<Line<'static>> {
    count::read_log(black_box(count::LOG))
}

fn lines() -> Vec<Line<'static>> {
    count::read_log(count::LOG)
}

#[library_benchmark(config = at_most(50_000))]
#[bench::document(setup = lines)]
fn log_write(lines: Vec<Line<'static>>) -> (Vec<Line<'static>>, Vec<u8>) {
    let written = count::write_log(black_box(&lines));
    (lines, written)
}

fn judged_before() -> count::Presented {
    let presented = count::presented();
    // What OpenSSL fetches and fills in once for each process.
    count::judge(&presented);
    presented
}

#[library_benchmark(config = at_most(1_500_000))]
#[bench::rsa(setup = judged_before)]
fn verify(presented: count::Presented) -> (count::Presented, Verdict) {
    let verdict = count::judge(black_box(&presented));
    (presented, verdict)
}

fn connected_before() -> (Rehearsal, count::Presented) {
    let (server, presented) = (count::remembering(), count::presented());
    assert_eq!(count::connect(&server, &presented), "fresh");
    (server, presented)
}

#[library_benchmark(config = at_most(100_000))]
#[bench::rsa(setup = connected_before)]
fn remember(
    (server, presented): (Rehearsal, count::Presented),
) -> (Rehearsal, count::Presented, &'static str) {
    let source = count::connect(black_box(&server), black_box(&presented));
    assert_eq!(source, "remembered");
    (server, presented, source)
}

#[library_benchmark(config = at_most(4_200_000))]
fn capture() -> usize {
    count::read_capture(black_box(count::CAPTURE))
}

library_benchmark_group!(
    name = hot,
    benchmarks = [
        decode, allow, log_read, log_write, verify, remember, capture
    ]
);

main!(library_benchmark_groups = hot);
