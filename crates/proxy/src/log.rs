//! What the traffic server writes down: lines in the grammar of `diaglog`, and structured records
//! beside some of them.

mod journal;
mod record;
mod spool;

pub(crate) use journal::{Journal, loss_notice, loss_record};
pub(crate) use record::{Cell, Record, RecordKind, TransactionFacts};
pub(crate) use spool::{Destination, Health, LossNotice, Output, Spool};
