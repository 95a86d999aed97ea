//! The table of TCP streams: which stream a segment belongs to, and when a stream is over.
//!
//! Streams are numbered as Wireshark numbers them: one for each pair of endpoints, and a new one
//! when a SYN with another sequence number reuses the pair.

use std::collections::{HashMap, VecDeque};

use super::Segment;
use super::order::{Order, Piece};
use super::socks;
use crate::conversation::Conversation;
use crate::limits::Limits;
use crate::pair::{Endpoint, Pair, Side};
use crate::problem::{ProblemKind, Problems};
use crate::tls::{CertificateCache, Context, Opening, Secrets, Session, StreamEnd, StreamFacts};

/// Frames that a stream stays open after its end, for what the capture put out of order.
const LINGER_FRAMES: u64 = 1000;

/// What a stream costs in the table beside what it holds.
const STREAM_BYTES: usize = 512;

/// A share of the streams, or of the bytes held, is freed at once, so that it is seldom done.
const EVICTED_SHARE: usize = 8;

/// Frame number and time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) frame: u64,
    pub(crate) time: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    ends: Pair<Endpoint>,
}

impl Key {
    /// The key of the stream, and the side that sent the segment.
    #[inline]
    fn of(segment: &Segment<'_>) -> (Self, Side) {
        let key = Self::between(segment.source, segment.destination);
        let side = if key.ends.first == segment.source {
            Side::First
        } else {
            Side::Second
        };
        (key, side)
    }

    #[inline]
    fn between(one: Endpoint, other: Endpoint) -> Self {
        let (first, second) = if one <= other {
            (one, other)
        } else {
            (other, one)
        };
        Self {
            ends: Pair { first, second },
        }
    }
}

/// One direction of a stream.
#[derive(Debug, Default)]
struct Direction {
    /// The sequence number before the first byte, by which reused ports are told.
    base: Option<u32>,
    order: Order,
    ended: bool,
}

#[derive(Debug)]
enum Content {
    /// Not a byte was sent yet.
    Nothing,
    /// TLS, or something in which TLS may begin.
    Read(Box<Session>),
    /// TLS of which all is known that can be, except how the stream ends.
    Settled(Box<Session>),
    /// No TLS, or finished.
    Ignored,
}

#[derive(Debug)]
struct Stream {
    key: Key,
    number: u64,
    first_frame: u64,
    last_frame: u64,
    opener: Option<Side>,
    first_end: Option<Side>,
    reset: Option<Side>,
    is_closing: bool,
    directions: Pair<Direction>,
    proxy: socks::Negotiation,
    content: Content,
    /// What this stream adds to the bytes held.
    charged: usize,
}

/// All TCP streams of a capture.
#[derive(Debug)]
pub(crate) struct Streams {
    limits: Limits,
    places: HashMap<Key, usize>,
    slots: Vec<Option<Stream>>,
    free: Vec<usize>,
    /// The place of the latest segment's stream, which is often that of the next one, too.
    latest: Option<(Key, usize)>,
    closing: VecDeque<(usize, u64, u64)>,
    held_bytes: usize,
    next_number: u64,
    evicted: u64,
    certificates: CertificateCache,
    secrets: Secrets,
    finished: VecDeque<Conversation>,
}

impl Streams {
    pub(crate) fn new(limits: Limits, secrets: Secrets) -> Self {
        Self {
            limits,
            places: HashMap::new(),
            slots: Vec::new(),
            free: Vec::new(),
            latest: None,
            closing: VecDeque::new(),
            held_bytes: 0,
            next_number: 0,
            evicted: 0,
            certificates: CertificateCache::default(),
            secrets,
            finished: VecDeque::new(),
        }
    }

    /// Streams seen so far.
    pub(crate) const fn count(&self) -> u64 {
        self.next_number
    }

    /// Streams that were finished early or forgotten to stay within the limits.
    pub(crate) const fn evicted(&self) -> u64 {
        self.evicted
    }

    pub(crate) const fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    pub(crate) const fn secrets_mut(&mut self) -> &mut Secrets {
        &mut self.secrets
    }

    /// The next conversation that is over.
    pub(crate) fn pop_finished(&mut self) -> Option<Conversation> {
        self.finished.pop_front()
    }

    /// Takes one segment.
    pub(crate) fn segment(
        &mut self,
        segment: &Segment<'_>,
        moment: Moment,
        problems: &mut Problems,
    ) {
        self.finish_lingering(moment);
        let (key, side) = Key::of(segment);
        let Some(place) = self.place((key, side), segment, moment, problems) else {
            return;
        };
        let Some(stream) = self.slots.get_mut(place).and_then(Option::as_mut) else {
            return;
        };
        stream.last_frame = moment.frame;
        stream.note_bases(side, segment);
        if stream.proxy != socks::Negotiation::Over
            && !segment.payload.is_empty()
            && let Some(behind) = stream.negotiate(segment)
        {
            self.number_quoted(behind, moment, problems);
        }
        self.read_segment((place, side), segment, moment, problems);
    }

    fn read_segment(
        &mut self,
        (place, side): (usize, Side),
        segment: &Segment<'_>,
        moment: Moment,
        problems: &mut Problems,
    ) {
        let Some(stream) = self.slots.get_mut(place).and_then(Option::as_mut) else {
            return;
        };
        match stream.content {
            Content::Ignored => return,
            Content::Settled(_) if segment.flags.is_ordinary() => return,
            Content::Nothing | Content::Read(_) | Content::Settled(_) => {}
        }
        let mut context = Context {
            frame: moment.frame,
            time: moment.time,
            limits: &self.limits,
            secrets: &self.secrets,
            certificates: &mut self.certificates,
        };
        stream.take(side, segment, &mut context);
        let charged = stream.cost();
        self.held_bytes = self
            .held_bytes
            .saturating_sub(stream.charged)
            .saturating_add(charged);
        stream.charged = charged;
        if stream.is_over() && !stream.is_closing {
            stream.is_closing = true;
            let due = moment.frame.saturating_add(LINGER_FRAMES);
            self.closing.push_back((place, stream.number, due));
        }
        if self.held_bytes > self.limits.held_bytes {
            problems.report_once(ProblemKind::HeldBytesEvicted);
            self.evict_bytes(moment);
        }
    }

    /// A TCP header that another message quotes: Wireshark numbers its stream, too.
    pub(crate) fn quoted(
        &mut self,
        segment: &Segment<'_>,
        moment: Moment,
        problems: &mut Problems,
    ) {
        let (key, _) = Key::of(segment);
        self.number_quoted(key, moment, problems);
    }

    fn number_quoted(&mut self, key: Key, moment: Moment, problems: &mut Problems) {
        if !self.places.contains_key(&key) {
            self.open(key, moment, problems);
        }
    }

    /// The capture is over: so is every stream.
    pub(crate) fn finish_all(&mut self, moment: Moment) {
        let mut places: Vec<(u64, usize)> = self
            .slots
            .iter()
            .enumerate()
            .filter_map(|(place, stream)| Some((stream.as_ref()?.number, place)))
            .collect();
        places.sort_unstable();
        for (_, place) in places {
            self.finish(place, moment, Ending::Natural);
        }
    }

    /// The place of the stream of a segment, which may be new.
    fn place(
        &mut self,
        (key, side): (Key, Side),
        segment: &Segment<'_>,
        moment: Moment,
        problems: &mut Problems,
    ) -> Option<usize> {
        let known = match self.latest {
            Some((latest, place)) if latest == key => Some(place),
            _ => self.places.get(&key).copied(),
        };
        let place = match known {
            Some(place) if !self.is_reuse(place, side, segment) => place,
            Some(place) => {
                self.finish(place, moment, Ending::Natural);
                self.forget(place);
                self.open(key, moment, problems)?
            }
            None => self.open(key, moment, problems)?,
        };
        self.latest = Some((key, place));
        Some(place)
    }

    /// A SYN with another sequence number than the stream began with opens a new stream.
    fn is_reuse(&self, place: usize, side: Side, segment: &Segment<'_>) -> bool {
        if !segment.flags.syn() || segment.flags.ack() {
            return false;
        }
        let stream = self.slots.get(place).and_then(Option::as_ref);
        let base = stream.and_then(|stream| stream.directions.of(side).base);
        base.is_some_and(|base| base != segment.sequence)
    }

    fn open(&mut self, key: Key, moment: Moment, problems: &mut Problems) -> Option<usize> {
        if self.places.len() >= self.limits.streams.max(1) {
            problems.report_once(ProblemKind::StreamsEvicted);
            self.evict_streams(moment);
        }
        let stream = Stream {
            key,
            number: self.next_number,
            first_frame: moment.frame,
            last_frame: moment.frame,
            opener: None,
            first_end: None,
            reset: None,
            is_closing: false,
            directions: Pair::default(),
            proxy: if key.ends.first.1 == socks::PORT || key.ends.second.1 == socks::PORT {
                socks::Negotiation::AwaitingGreeting
            } else {
                socks::Negotiation::Over
            },
            content: Content::Nothing,
            charged: 0,
        };
        self.next_number = self.next_number.saturating_add(1);
        let place = if let Some(place) = self.free.pop() {
            *self.slots.get_mut(place)? = Some(stream);
            place
        } else {
            self.slots.push(Some(stream));
            self.slots.len().checked_sub(1)?
        };
        self.places.insert(key, place);
        Some(place)
    }

    fn finish_lingering(&mut self, moment: Moment) {
        while let Some(&(place, number, due)) = self.closing.front() {
            if due > moment.frame {
                return;
            }
            self.closing.pop_front();
            let stream = self.slots.get(place).and_then(Option::as_ref);
            if stream.is_some_and(|stream| stream.number == number) {
                self.finish(place, moment, Ending::Natural);
            }
        }
    }

    /// Puts what is known of a stream out. The stream stays, so that late segments find it.
    fn finish(&mut self, place: usize, moment: Moment, ending: Ending) {
        let Some(stream) = self.slots.get_mut(place).and_then(Option::as_mut) else {
            return;
        };
        self.held_bytes = self.held_bytes.saturating_sub(stream.charged);
        stream.charged = 0;
        let mut context = Context {
            frame: moment.frame.min(stream.last_frame),
            time: moment.time,
            limits: &self.limits,
            secrets: &self.secrets,
            certificates: &mut self.certificates,
        };
        if let Some(conversation) = stream.finish(ending, &mut context) {
            self.finished.push_back(conversation);
        }
    }

    fn forget(&mut self, place: usize) {
        if let Some(slot) = self.slots.get_mut(place)
            && let Some(stream) = slot.take()
        {
            self.places.remove(&stream.key);
            self.free.push(place);
            self.latest = None;
        }
    }

    /// Makes room in the table.
    fn evict_streams(&mut self, moment: Moment) {
        let victims = self.most_dispensable(|_| 1, self.limits.streams);
        for place in victims {
            self.finish(place, moment, Ending::Evicted);
            self.forget(place);
            self.evicted = self.evicted.saturating_add(1);
        }
    }

    /// Frees bytes: some of the streams that hold any are finished.
    fn evict_bytes(&mut self, moment: Moment) {
        let victims = self.most_dispensable(|stream| stream.charged, self.limits.held_bytes);
        for place in victims {
            self.finish(place, moment, Ending::Evicted);
            self.evicted = self.evicted.saturating_add(1);
        }
    }

    /// Streams that together weigh a share of the limit: those of which nothing is awaited but
    /// their end first, so that a flood of openings does not drive handshakes out, and among them
    /// those silent for longest.
    fn most_dispensable(&self, weight: impl Fn(&Stream) -> usize, limit: usize) -> Vec<usize> {
        let mut candidates: Vec<(bool, u64, usize, usize)> = self
            .slots
            .iter()
            .enumerate()
            .filter_map(|(place, stream)| {
                let stream = stream.as_ref()?;
                let is_read = matches!(stream.content, Content::Read(_));
                Some((is_read, stream.last_frame, place, weight(stream)))
            })
            .filter(|(_, _, _, weight)| *weight > 0)
            .collect();
        candidates.sort_unstable();
        let goal = limit.checked_div(EVICTED_SHARE).unwrap_or_default().max(1);
        let mut freed = 0_usize;
        candidates
            .into_iter()
            .take_while(|(_, _, _, weight)| {
                let more = freed < goal;
                freed = freed.saturating_add(*weight);
                more
            })
            .map(|(_, _, place, _)| place)
            .collect()
    }
}

/// Why a stream is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// It is over, or the capture is.
    Natural,
    /// Memory ran out.
    Evicted,
}

impl Stream {
    /// Notes the sequence numbers before the first bytes, as far as this segment tells them.
    #[inline]
    fn note_bases(&mut self, side: Side, segment: &Segment<'_>) {
        let (own, other) = self.directions.both_mut(side);
        if own.base.is_none() {
            own.base = Some(if segment.flags.syn() {
                segment.sequence
            } else {
                segment.sequence.wrapping_sub(1)
            });
        }
        if other.base.is_none() && segment.flags.ack() {
            other.base = Some(segment.acknowledgement.wrapping_sub(1));
            // The peer's SYN is missing, but this one's was seen: its stream begins here.
            if self.opener == Some(side) {
                other.order.start_at(segment.acknowledgement);
            }
        }
    }

    /// The SOCKS negotiation goes on; answers the stream behind the proxy when it begins.
    fn negotiate(&mut self, segment: &Segment<'_>) -> Option<Key> {
        let to_proxy = if segment.destination.1 == socks::PORT {
            socks::Direction::ToProxy
        } else {
            socks::Direction::FromProxy
        };
        let before = self.proxy;
        self.proxy = before.after(to_proxy, segment.payload);
        let socks::Negotiation::Connected { port } = before else {
            return None;
        };
        let behind = |(address, known): Endpoint| match known {
            socks::PORT => (address, port),
            _ => (address, known),
        };
        Some(Key::between(
            behind(segment.source),
            behind(segment.destination),
        ))
    }

    fn take(&mut self, side: Side, segment: &Segment<'_>, context: &mut Context<'_>) {
        let flags = segment.flags;
        let mut sequence = segment.sequence;
        if flags.syn() {
            self.opener
                .get_or_insert_with(|| if flags.ack() { side.other() } else { side });
            sequence = sequence.wrapping_add(1);
            self.directions.of_mut(side).order.start_at(sequence);
        }
        if flags.rst() {
            self.reset.get_or_insert(side);
            return;
        }
        let length = u32::try_from(segment.payload.len()).unwrap_or(u32::MAX);
        if !segment.payload.is_empty() || segment.missing > 0 {
            self.payload(side, sequence, segment, context);
        }
        if flags.fin() {
            let (own, _) = self.directions.both_mut(side);
            own.ended = true;
            let end = sequence.wrapping_add(length).wrapping_add(segment.missing);
            own.order.end_at(end);
            self.first_end.get_or_insert(side);
        }
        if flags.ack() {
            let order = &mut self.directions.of_mut(side.other()).order;
            order.acknowledge(segment.acknowledgement);
        }
        if let Content::Read(session) = &mut self.content {
            for side in [Side::First, Side::Second] {
                let order = &mut self.directions.of_mut(side).order;
                order.tick(|piece| deliver(session, side, &piece, context));
            }
        }
        self.settle();
    }

    fn payload(
        &mut self,
        side: Side,
        sequence: u32,
        segment: &Segment<'_>,
        context: &mut Context<'_>,
    ) {
        if matches!(self.content, Content::Nothing) {
            let opening = match self.opener {
                Some(_) => Opening::Seen,
                None => Opening::Missing,
            };
            self.content = Content::Read(Box::new(Session::new(opening)));
        }
        let Content::Read(session) = &mut self.content else {
            return;
        };
        let limit = context.limits.out_of_order_bytes;
        self.directions.of_mut(side).order.accept(
            sequence,
            (segment.payload, segment.missing),
            limit,
            |piece| deliver(session, side, &piece, context),
        );
    }

    /// Stops reading what cannot tell anything any more.
    fn settle(&mut self) {
        let Content::Read(session) = &self.content else {
            return;
        };
        if session.is_given_up() {
            self.content = Content::Ignored;
        } else if session.is_settled()
            && let Content::Read(mut session) =
                std::mem::replace(&mut self.content, Content::Ignored)
        {
            session.release();
            self.content = Content::Settled(session);
        } else {
            return;
        }
        self.directions.first.order = Order::default();
        self.directions.second.order = Order::default();
    }

    /// Both sides have ended the stream, or one has reset it.
    fn is_over(&self) -> bool {
        let ended = |direction: &Direction| direction.ended && direction.order.is_complete();
        self.reset.is_some() || (ended(&self.directions.first) && ended(&self.directions.second))
    }

    fn cost(&self) -> usize {
        let orders = [&self.directions.first, &self.directions.second]
            .into_iter()
            .map(|direction| direction.order.cost())
            .fold(STREAM_BYTES, usize::saturating_add);
        match &self.content {
            Content::Read(session) | Content::Settled(session) => {
                orders.saturating_add(session.cost())
            }
            Content::Nothing | Content::Ignored => 0,
        }
    }

    fn finish(&mut self, ending: Ending, context: &mut Context<'_>) -> Option<Conversation> {
        let session = match std::mem::replace(&mut self.content, Content::Ignored) {
            Content::Read(mut session) => {
                for side in [Side::First, Side::Second] {
                    let order = &mut self.directions.of_mut(side).order;
                    order.finish(|piece| deliver(&mut session, side, &piece, context));
                }
                session
            }
            Content::Settled(session) => session,
            Content::Nothing | Content::Ignored => return None,
        };
        self.directions.first.order = Order::default();
        self.directions.second.order = Order::default();
        let end = match (ending, self.first_end, self.reset) {
            (_, Some(side), _) => StreamEnd::Closed(side),
            (_, None, Some(side)) => StreamEnd::Reset(side),
            (Ending::Evicted, None, None) => StreamEnd::Evicted,
            (Ending::Natural, None, None) => StreamEnd::Open,
        };
        let facts = StreamFacts {
            number: self.number,
            first_frame: self.first_frame,
            ends: self.key.ends,
            opener: self.opener,
            end,
        };
        session.finish(&facts, context)
    }
}

fn deliver(session: &mut Session, side: Side, piece: &Piece<'_>, context: &mut Context<'_>) {
    match piece {
        Piece::Data(data) => session.data(side, data, context),
        Piece::Gap(length) => session.gap(side, *length, context),
    }
}
