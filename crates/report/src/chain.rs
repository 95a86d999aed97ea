//! The chain of trust as a picture: what was sent, what is stored, what is absent.

use crate::message::Message;

/// A chain of trust, leaf first.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainPicture {
    /// What it is, such as the cell that showed it.
    pub title: Message,
    /// Its certificates from the leaf up; the last may be absent.
    pub boxes: Vec<ChainBox>,
    /// How the address was met by the leaf, where that was asked.
    pub name: Option<Message>,
    /// The address is not in the leaf.
    pub name_fails: bool,
    /// When it was judged, in Unix seconds.
    pub at: i64,
}

/// A certificate in a chain of trust.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainBox {
    /// "Issued to", or who is wanted where the certificate is absent.
    pub subject: String,
    /// The first CN, or the whole subject.
    pub name: String,
    /// "Issued by".
    pub issuer: String,
    /// Upper-case hex; empty where absent.
    pub serial: String,
    /// SHA-256 in lower-case hex; empty where absent.
    pub sha256: String,
    /// Subject key identifier in upper-case hex.
    pub ski: Option<String>,
    /// Authority key identifier in upper-case hex.
    pub aki: Option<String>,
    /// Start of validity in Unix seconds.
    pub not_before: Option<i64>,
    /// End of validity in Unix seconds.
    pub not_after: Option<i64>,
    /// Key, such as `RSA 2048` or `EC P-384`; empty where absent.
    pub key: String,
    /// Signature algorithm; empty where absent.
    pub signature: String,
    /// Names in it.
    pub names: Vec<String>,
    /// Where it is from.
    pub origin: Origin,
    /// What is wrong with it: code and sentence.
    pub problems: Vec<(String, Message)>,
    /// How it is linked to the one above it; `None` for the top.
    pub above: Option<Link>,
    /// Other stored certificates of the same subject.
    pub twins: Vec<String>,
}

/// Where a certificate of a chain is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The node sent it.
    Sent,
    /// It is in the trust store, the nth certificate of the file, from 1.
    Stored {
        /// Its place in the store.
        number: usize,
    },
    /// Both.
    SentAndStored {
        /// Its place in the store.
        number: usize,
    },
    /// It is wanted, and nowhere.
    Absent,
}

/// How a certificate is linked to the one above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// The signature verifies.
    Verified,
    /// Only the names fit.
    NameOnly,
    /// The chain ends here, and why.
    Broken(Message),
}
