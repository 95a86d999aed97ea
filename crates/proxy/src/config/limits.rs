//! `[limits]`: every limit by its name; what is not named keeps its default.

use super::table::Section;
use crate::limits::Limits;
use crate::upstream;

pub(super) fn read(root: &Section<'_>) -> (Limits, upstream::Limits) {
    let section = root.section("limits");
    let size = |key, default: usize, most: u64| {
        section
            .number(key, 1..=most)
            .and_then(|number| usize::try_from(number).ok())
            .unwrap_or(default)
    };
    let standard = Limits::default();
    let limits = Limits {
        request_line_bytes: size("request_line_bytes", standard.request_line_bytes, MOST_HEAD),
        head_bytes: size("head_bytes", standard.head_bytes, MOST_HEAD),
        fields: size("fields", standard.fields, MOST_FIELDS),
        body_bytes: section
            .number("body_bytes", 0..=MOST_BODY)
            .unwrap_or(standard.body_bytes),
        trailer_bytes: size("trailer_bytes", standard.trailer_bytes, MOST_HEAD),
        head_time: section.seconds("head_seconds", standard.head_time),
        idle_time: section.seconds("idle_seconds", standard.idle_time),
        stall_time: section.seconds("stall_seconds", standard.stall_time),
        node_stall_time: section.seconds("node_stall_seconds", standard.node_stall_time),
        total_time: section.seconds("total_seconds", standard.total_time),
        connections: size("connections", standard.connections, MOST_CONNECTIONS),
        log_queue_bytes: size("log_queue_bytes", standard.log_queue_bytes, MOST_BODY),
        drain_time: section.seconds("drain_seconds", standard.drain_time),
    };
    let standard = upstream::Limits::default();
    let upstream = upstream::Limits {
        connect: section.seconds("connect_seconds", standard.connect),
        handshake: section.seconds("handshake_seconds", standard.handshake),
        response: section.seconds("response_seconds", standard.response),
        connections_per_origin: size(
            "node_connections",
            standard.connections_per_origin,
            MOST_CONNECTIONS,
        ),
        connections: size(
            "all_node_connections",
            standard.connections,
            MOST_CONNECTIONS,
        ),
        idle_per_origin: size(
            "node_idle_connections",
            standard.idle_per_origin,
            MOST_CONNECTIONS,
        ),
        idle: section.seconds("node_idle_seconds", standard.idle),
        ..standard
    };
    section.finish();
    (limits, upstream)
}

/// More than any client or node takes for a head.
const MOST_HEAD: u64 = 1024 * 1024;
/// The header map holds 2^15 fields at most.
const MOST_FIELDS: u64 = 1000;
/// A terabyte: no limit in practice.
const MOST_BODY: u64 = 1 << 40;
/// File descriptors of a process.
const MOST_CONNECTIONS: u64 = 1_000_000;
