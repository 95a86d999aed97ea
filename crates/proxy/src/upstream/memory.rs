//! Verdicts that were reached moments ago.
//!
//! A verdict is a function of its inputs, so one that is asked for with the same inputs need not be
//! worked out again: the presented certificates in their order, the checked name, the policy and the
//! generation of settings are the [`Question`], and time is looked at whenever an answer is
//! recalled. What is recalled is never older than the limit that the settings give, ends with the
//! first certificate of its path, and ends when a clock steps back. Only trusted verdicts are kept:
//! a node that is repaired serves at its next connection.
//!
//! The handshake's own proof of the private key is no part of a verdict: it is checked every time.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use openssl::sha::Sha256;
use tokio::time::Instant;
use tollgate_pki::{Address, Policy, PresentedChain, Verdict};

use super::settings::Clock;

/// Verdicts that are kept at one time.
pub(super) const MOST_VERDICTS: usize = 4_096;
/// Octets of presented certificates behind them: a node can add any certificate to its chain and so
/// ask a new question with every connection.
const MOST_OCTETS: usize = 16 * 1024 * 1024;

/// Everything that a verdict depends on but the time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Question {
    chain: [u8; 32],
    address: Address,
    policy: Policy,
    generation: u64,
}

/// The verdicts of one generation of settings.
#[derive(Debug)]
pub(super) struct Memory {
    limit: Duration,
    clock: Clock,
    /// Guards the verdicts while one is looked up or added; nothing waits while it is held.
    kept: Mutex<Kept>,
}

/// A verdict that still holds. Only [`Memory::recall`] makes one.
#[derive(Debug)]
pub(super) struct Remembered {
    presented: Arc<PresentedChain>,
    verdict: Arc<Verdict>,
    at: Timestamp,
}

#[derive(Debug, Default)]
struct Kept {
    verdicts: HashMap<Question, Entry>,
    /// The questions of `verdicts`, each once, the first that was asked first.
    order: VecDeque<Question>,
    octets: usize,
    /// The latest time that the clock told.
    latest: Option<Timestamp>,
}

#[derive(Debug)]
struct Entry {
    presented: Arc<PresentedChain>,
    verdict: Arc<Verdict>,
    octets: usize,
    /// By the clock that certificates are judged by, and by one that nobody sets.
    at: Timestamp,
    made: Instant,
    /// Unix seconds: the first moment at which a certificate of the path is not valid any more.
    ends: i64,
}

impl Question {
    pub(super) fn new(chain: &[&[u8]], address: &Address, policy: Policy, generation: u64) -> Self {
        let mut hash = Sha256::new();
        hash.update(&chain.len().to_be_bytes());
        for certificate in chain {
            hash.update(&certificate.len().to_be_bytes());
            hash.update(certificate);
        }
        Self {
            chain: hash.finish(),
            address: address.clone(),
            policy,
            generation,
        }
    }
}

impl Memory {
    /// Nothing if verdicts are not to be kept at all.
    pub(super) fn new(limit: Duration, clock: Clock) -> Option<Self> {
        (!limit.is_zero()).then(|| Self {
            limit,
            clock,
            kept: Mutex::default(),
        })
    }

    /// The verdict on this question, if one was reached and would be reached again now.
    pub(super) fn recall(&self, question: &Question) -> Option<Remembered> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // Read under the lock: of two threads the later one must not seem to be in the past.
        let (at, now) = ((self.clock)(), Instant::now());
        kept.look_at_the_clock(at);
        kept.forget_old(at, now, self.limit);
        let entry = kept.verdicts.get(question)?;
        entry.holds(at, now, self.limit).then(|| Remembered {
            presented: Arc::clone(&entry.presented),
            verdict: Arc::clone(&entry.verdict),
            at,
        })
    }

    /// Keeps the verdict that the question got at `at`, if it may be kept.
    pub(super) fn keep(
        &self,
        question: Question,
        presented: &Arc<PresentedChain>,
        verdict: &Arc<Verdict>,
        at: Timestamp,
    ) {
        let Some(ends) = end_of(verdict) else { return };
        let now = Instant::now();
        let entry = Entry {
            presented: Arc::clone(presented),
            verdict: Arc::clone(verdict),
            octets: presented
                .certificates
                .iter()
                .map(|certificate| certificate.der().len())
                .sum(),
            at,
            made: now,
            ends,
        };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let today = (self.clock)();
        kept.look_at_the_clock(today);
        // Otherwise the clock stepped back since the chain was judged.
        if at <= today {
            kept.forget_old(today, now, self.limit);
            kept.insert(question, entry);
        }
    }

    /// How many verdicts are kept.
    pub(super) fn len(&self) -> usize {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.verdicts.len()
    }
}

impl Kept {
    /// A clock that stepped back tells that what was judged by it may have been judged wrongly.
    fn look_at_the_clock(&mut self, at: Timestamp) {
        if self.latest.is_some_and(|latest| at < latest) {
            self.verdicts.clear();
            self.order.clear();
            self.octets = 0;
        }
        self.latest = Some(at);
    }

    /// The order is that of their ages, but for verdicts that were reached anew.
    fn forget_old(&mut self, at: Timestamp, now: Instant, limit: Duration) {
        while let Some(first) = self.order.front() {
            let holds = self
                .verdicts
                .get(first)
                .is_some_and(|entry| entry.holds(at, now, limit));
            if holds {
                return;
            }
            self.forget_first();
        }
    }

    fn forget_first(&mut self) {
        let first = self.order.pop_front();
        if let Some(entry) = first.and_then(|first| self.verdicts.remove(&first)) {
            self.octets -= entry.octets;
        }
    }

    fn insert(&mut self, question: Question, entry: Entry) {
        self.octets += entry.octets;
        match self.verdicts.insert(question.clone(), entry) {
            Some(before) => self.octets -= before.octets,
            None => self.order.push_back(question),
        }
        while self.order.len() > MOST_VERDICTS || self.octets > MOST_OCTETS {
            self.forget_first();
        }
    }
}

impl Entry {
    fn holds(&self, at: Timestamp, now: Instant, limit: Duration) -> bool {
        let is_young = now.saturating_duration_since(self.made) < limit;
        let age = at.duration_since(self.at);
        is_young
            && Duration::try_from(age).is_ok_and(|age| age < limit)
            && at.as_second() < self.ends
    }
}

impl Remembered {
    pub(super) fn into_parts(self) -> (Arc<PresentedChain>, Arc<Verdict>, Timestamp) {
        (self.presented, self.verdict, self.at)
    }
}

/// The earliest end among the certificates of a trusted path, in Unix seconds; nothing if the
/// verdict must not be kept.
fn end_of(verdict: &Verdict) -> Option<i64> {
    if !verdict.is_trusted() {
        return None;
    }
    let ends = verdict
        .path
        .iter()
        .map(|certificate| certificate.facts().not_after);
    ends.collect::<Option<Vec<_>>>()?.into_iter().min()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use tollgate_lab::{Authority, CertificateSpec, Presented};
    use tollgate_pki::{NamePolicy, SecurityLevel, verify};

    use super::super::tests::{NOW, authority, issued, store};
    use super::*;

    const LIMIT: Duration = Duration::from_mins(1);
    const NAME: &str = "cucm.steven.lab";

    thread_local! {
        static SECONDS: Cell<i64> = const { Cell::new(NOW) };
    }

    fn clock() -> Timestamp {
        Timestamp::from_second(SECONDS.get()).unwrap()
    }

    /// A chain, what was asked about it, and the answer at `NOW`.
    struct Case {
        der: Vec<Vec<u8>>,
        question: Question,
        presented: Arc<PresentedChain>,
        verdict: Arc<Verdict>,
    }

    impl Case {
        fn new(der: Vec<Vec<u8>>, name: &str) -> Self {
            let chain: Vec<&[u8]> = der.iter().map(Vec::as_slice).collect();
            let address = Address::parse(name);
            let policy = Policy::default();
            let question = Question::new(&chain, &address, policy, 1);
            let presented = Arc::new(PresentedChain::from_der(chain).unwrap());
            let trust = store(&[authority()]);
            let verdict = verify(&presented, Some(&address), &trust, NOW, policy);
            Self {
                der,
                question,
                presented,
                verdict: Arc::new(verdict),
            }
        }

        fn trusted() -> Self {
            Self::new(der_of(&issued(NAME)), NAME)
        }

        fn keep(&self, memory: &Memory) {
            memory.keep(
                self.question.clone(),
                &self.presented,
                &self.verdict,
                clock(),
            );
        }

        fn is_in(&self, memory: &Memory) -> bool {
            memory.recall(&self.question).is_some()
        }
    }

    fn der_of(identity: &tollgate_lab::Identity) -> Vec<Vec<u8>> {
        identity.chain_der(Presented::LeafOnly)
    }

    fn memory() -> Memory {
        SECONDS.set(NOW);
        Memory::new(LIMIT, clock).unwrap()
    }

    #[test]
    fn a_question_is_answered_again_with_what_was_presented_and_found() {
        let (memory, case) = (memory(), Case::trusted());
        assert!(!case.is_in(&memory));
        case.keep(&memory);
        SECONDS.set(NOW + 5);
        let (presented, verdict, at) = memory.recall(&case.question).unwrap().into_parts();
        assert!(Arc::ptr_eq(&presented, &case.presented));
        assert!(Arc::ptr_eq(&verdict, &case.verdict));
        assert_eq!(at.as_second(), NOW + 5, "the time of the connection");
    }

    #[test]
    fn nothing_is_kept_where_the_limit_is_zero() {
        assert!(Memory::new(Duration::ZERO, clock).is_none());
    }

    #[test]
    fn each_part_of_a_question_makes_another_one() {
        let policy = |name, level| Policy { name, level };
        let document = policy(NamePolicy::Document, SecurityLevel::Compat);
        let name = Address::parse(NAME);
        let base = Question::new(&[b"ab", b"c"], &name, document, 1);
        assert_eq!(base, Question::new(&[b"ab", b"c"], &name, document, 1));
        let others: [&[&[u8]]; 7] = [
            &[b"a", b"bc"],
            &[b"abc"],
            &[b"c", b"ab"],
            &[b"ab"],
            &[b"ab", b"c", b""],
            &[b"ab", b"d"],
            &[],
        ];
        for other in others {
            assert_ne!(base, Question::new(other, &name, document, 1), "{other:?}");
        }
        for other in ["cups.steven.lab", "cucm.steven.lab.", "10.48.36.215"] {
            let other = Address::parse(other);
            assert_ne!(base, Question::new(&[b"ab", b"c"], &other, document, 1));
        }
        for other in [
            policy(NamePolicy::Strict, SecurityLevel::Compat),
            policy(NamePolicy::TrafficServer, SecurityLevel::Compat),
            policy(NamePolicy::None, SecurityLevel::Compat),
            policy(NamePolicy::Document, SecurityLevel::Level0),
            policy(NamePolicy::Document, SecurityLevel::Level1),
            policy(NamePolicy::Document, SecurityLevel::Level2),
        ] {
            assert_ne!(base, Question::new(&[b"ab", b"c"], &name, other, 1));
        }
        assert_ne!(base, Question::new(&[b"ab", b"c"], &name, document, 2));
    }

    #[test]
    fn another_question_never_meets_the_answer() {
        let (memory, case) = (memory(), Case::trusted());
        case.keep(&memory);
        let other_chain = Case::trusted();
        assert!(!other_chain.is_in(&memory));
        let with_more = [case.der.clone(), der_of(authority())].concat();
        assert!(!Case::new(with_more, NAME).is_in(&memory));
        let other_name = Case::new(case.der.clone(), "cups.steven.lab");
        assert!(!other_name.is_in(&memory));
        assert!(case.is_in(&memory));
    }

    #[test]
    fn refused_verdicts_are_not_kept() {
        let memory = memory();
        let case = Case::new(der_of(&issued("cups.steven.lab")), NAME);
        assert!(!case.verdict.is_trusted());
        case.keep(&memory);
        assert!(!case.is_in(&memory));
        assert_eq!(memory.len(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_verdict_ends_at_the_limit_by_either_clock() {
        let (memory, case) = (memory(), Case::trusted());
        case.keep(&memory);
        SECONDS.set(NOW + 59);
        tokio::time::advance(Duration::from_secs(59)).await;
        assert!(case.is_in(&memory));
        // Being used does not make it younger.
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(!case.is_in(&memory), "by the clock that nobody sets");
        assert_eq!(memory.len(), 0);

        SECONDS.set(NOW);
        let memory = Memory::new(LIMIT, clock).unwrap();
        case.keep(&memory);
        SECONDS.set(NOW + 60);
        assert!(!case.is_in(&memory), "by the clock of the day");
    }

    #[test]
    fn a_verdict_ends_when_the_first_certificate_of_its_path_does() {
        for (leaf, root) in [(30, 3600), (3600, 30)] {
            SECONDS.set(NOW);
            let memory = Memory::new(LIMIT, clock).unwrap();
            let lasting = |seconds: i64, spec: CertificateSpec| CertificateSpec {
                valid_from: -60,
                valid_until: seconds,
                ..spec
            };
            let root = Authority::new(NOW)
                .self_signed(&lasting(root, CertificateSpec::authority("short-CA")))
                .unwrap();
            let leaf = Authority::new(NOW)
                .issue(&root, &lasting(leaf, CertificateSpec::server(NAME)))
                .unwrap();
            let chain = der_of(&leaf);
            let chain: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
            let (address, policy) = (Address::parse(NAME), Policy::default());
            let question = Question::new(&chain, &address, policy, 1);
            let presented = Arc::new(PresentedChain::from_der(chain).unwrap());
            let trust = store(&[&root]);
            let judged = |at| verify(&presented, Some(&address), &trust, at, policy);
            let verdict = Arc::new(judged(NOW));
            memory.keep(question.clone(), &presented, &verdict, clock());
            for second in 1..60 {
                SECONDS.set(NOW + second);
                assert_eq!(
                    memory.recall(&question).is_some(),
                    judged(NOW + second).is_trusted(),
                    "second {second}: what is remembered is what would be found"
                );
            }
        }
    }

    #[test]
    fn a_clock_that_steps_back_ends_everything() {
        let (memory, case, other) = (memory(), Case::trusted(), Case::trusted());
        case.keep(&memory);
        SECONDS.set(NOW + 30);
        other.keep(&memory);
        assert!(case.is_in(&memory));
        SECONDS.set(NOW + 29);
        assert!(
            !case.is_in(&memory),
            "though it was judged before that time"
        );
        assert_eq!(memory.len(), 0);
        // And what was judged before the step does not come in after it.
        let late = clock() + Duration::from_secs(1);
        memory.keep(case.question.clone(), &case.presented, &case.verdict, late);
        assert!(!case.is_in(&memory));
        case.keep(&memory);
        assert!(case.is_in(&memory));
    }

    #[test]
    fn endless_chains_take_bounded_room() {
        let (memory, case) = (memory(), Case::trusted());
        let question = |number: usize| {
            let chain: [&[u8]; 1] = [&number.to_be_bytes()];
            Question::new(&chain, &Address::parse(NAME), Policy::default(), 1)
        };
        for number in 0..3 * MOST_VERDICTS {
            memory.keep(question(number), &case.presented, &case.verdict, clock());
        }
        assert_eq!(memory.len(), MOST_VERDICTS);
        let kept = memory.kept.lock().unwrap();
        assert_eq!(kept.order.len(), MOST_VERDICTS);
        let octets: usize = case.der.iter().map(Vec::len).sum();
        assert_eq!(kept.octets, MOST_VERDICTS * octets);
        assert!(
            !kept.verdicts.contains_key(&question(0)),
            "the oldest goes first"
        );
        assert!(kept.verdicts.contains_key(&question(3 * MOST_VERDICTS - 1)));
    }

    #[test]
    fn large_chains_take_bounded_room() {
        let memory = memory();
        let leaf = issued(NAME);
        let mut chain = der_of(&leaf);
        chain.extend(vec![der_of(authority()).remove(0); 150]);
        let case = Case::new(chain, NAME);
        let octets: usize = case.der.iter().map(Vec::len).sum();
        for number in 0..MOST_VERDICTS {
            let number = number.to_be_bytes();
            let question = Question::new(&[&number], &Address::parse(NAME), Policy::default(), 1);
            memory.keep(question, &case.presented, &case.verdict, clock());
        }
        assert_eq!(memory.len(), MOST_OCTETS / octets);
        assert!(memory.kept.lock().unwrap().octets <= MOST_OCTETS);
    }

    #[test]
    fn an_answer_that_was_reached_twice_is_kept_once() {
        let (memory, case) = (memory(), Case::trusted());
        for _ in 0..3 {
            case.keep(&memory);
        }
        let kept = memory.kept.lock().unwrap();
        assert_eq!((kept.verdicts.len(), kept.order.len()), (1, 1));
        assert_eq!(kept.octets, case.der.iter().map(Vec::len).sum::<usize>());
    }
}
