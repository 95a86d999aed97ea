//! How a set came out.

/// The result of one set, or of one question asked of a set.
#[derive(Debug)]
pub(crate) struct Score {
    /// `ats`, `compat`, `live`, `names`, `x509` or `path building`.
    pub(crate) set: &'static str,
    pub(crate) played: usize,
    /// What was compared, for the reader.
    pub(crate) compared: &'static str,
    pub(crate) differences: Vec<Difference>,
    /// Cases that we trust and the reference refuses.
    pub(crate) false_accepts: Vec<String>,
}

/// A case in which we and the reference disagree.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) id: String,
    /// Expected against found.
    pub(crate) text: String,
}

impl Score {
    pub(crate) fn new(set: &'static str, compared: &'static str) -> Self {
        Self {
            set,
            played: 0,
            compared,
            differences: Vec::new(),
            false_accepts: Vec::new(),
        }
    }

    /// Counts a case; `difference` says how it disagrees.
    pub(crate) fn count(&mut self, id: &str, difference: Option<String>) {
        self.played += 1;
        if let Some(text) = difference {
            self.differences.push(Difference {
                id: id.to_owned(),
                text,
            });
        }
    }

    pub(crate) fn line(&self) -> String {
        let agree = self.played - self.differences.len();
        format!(
            "{}: {agree} of {} agree ({})",
            self.set, self.played, self.compared
        )
    }
}
