//! Asking nodes.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use tollgate_analyze::preflight::{CipherPaths, PortAnswer, PortOffer, ProbedPort};
use tollgate_capture::{CipherSuite, Version};
use tollgate_probe::{
    Depth, Endpoint, Offer, Politeness, Prediction, Probe, Served, Survey, Times,
};
use tollgate_uc::KnownPorts;

use super::asked::Target;
use super::serve::ServeOffers;
use crate::cli::DepthName;
use crate::{clock, input};

/// The offers of the appliance, in the order of the probe's predictions.
const OFFERS: [PortOffer; 3] = [PortOffer::Before, PortOffer::After, PortOffer::AfterWithRsa];

/// The table of known ports, with the entries of a file of the same form in it.
pub(super) fn known_ports(own: Option<&Path>) -> Result<KnownPorts> {
    let mut known = KnownPorts::built_in().context("the table of ports cannot be read")?;
    if let Some(path) = own {
        let text = String::from_utf8_lossy(&input::read(path)?).into_owned();
        let more = KnownPorts::parse(&text);
        known.extend(more.with_context(|| format!("{} cannot be used", path.display()))?);
    }
    Ok(known)
}

/// How much is asked, and for how long a connection and an answer are waited for.
#[derive(Clone, Copy, Debug)]
pub(in crate::commands) struct Effort {
    pub(in crate::commands) depth: DepthName,
    pub(in crate::commands) timeout: Duration,
}

/// Asks every port; the answers are in the order of the targets.
pub(in crate::commands) async fn ask(
    targets: Vec<Target>,
    lists: &CipherPaths,
    effort: Effort,
) -> Vec<ProbedPort> {
    ask_as(targets, lists, effort, None).await
}

/// The same with the offer of the traffic server, where there is room for it.
pub(super) async fn ask_as(
    targets: Vec<Target>,
    lists: &CipherPaths,
    effort: Effort,
    serve: Option<&ServeOffers>,
) -> Vec<ProbedPort> {
    let politeness = Politeness {
        times: Times {
            connect: effort.timeout,
            answer: effort.timeout,
        },
        ..Politeness::default()
    };
    let depth = match effort.depth {
        DepthName::Certificate => Depth::Certificate,
        DepthName::Full => Depth::Full,
    };
    let mut probe = Probe::new(politeness, predictions(lists));
    probe.spare = serve.map(ServeOffers::spare).into_iter().collect();
    let endpoints: Vec<Endpoint> = targets
        .iter()
        .map(|target| Endpoint {
            address: target.address.clone(),
            port: target.port,
            resolve: target.resolve,
        })
        .collect();
    let mut ports: Vec<(usize, ProbedPort)> = Vec::with_capacity(targets.len());
    probe
        .run(endpoints, depth, |place, _, survey| {
            if let Some(target) = targets.get(place) {
                ports.push((place, probed(target, survey, serve)));
            }
        })
        .await;
    ports.sort_by_key(|(place, _)| *place);
    ports.into_iter().map(|(_, port)| port).collect()
}

fn predictions(lists: &CipherPaths) -> Vec<Prediction> {
    let offers = [&lists.before, &lists.after, &lists.after_with_rsa];
    let named = OFFERS.iter().zip(offers);
    named
        .map(|(offer, (suites, maximum))| Prediction {
            name: offer.as_str().to_owned(),
            offer: appliance(suites, *maximum),
        })
        .collect()
}

fn appliance(suites: &[CipherSuite], maximum: Version) -> Offer {
    let suites: Vec<u16> = suites.iter().map(|suite| suite.0).collect();
    Offer::of_suites(&suites, Version::TLS_1_2, maximum)
}

fn probed(target: &Target, survey: Survey, serve: Option<&ServeOffers>) -> ProbedPort {
    let now = clock::now().as_nanosecond();
    let at = i64::try_from(now).ok();
    let Survey {
        dialed,
        rsa,
        ecdsa,
        rsa_1_3,
        ecdsa_1_3,
        predictions,
        reversed,
        spare,
        ..
    } = survey;
    let mut answers = vec![
        (PortOffer::Rsa, rsa),
        (PortOffer::Ecdsa, ecdsa),
        (PortOffer::RsaTls13, rsa_1_3),
        (PortOffer::EcdsaTls13, ecdsa_1_3),
    ];
    answers.extend(OFFERS.into_iter().zip(predictions));
    answers.push((PortOffer::Reversed, reversed));
    if serve.is_some_and(|serve| serve.is_general(&target.address)) {
        answers.extend(spare.into_iter().map(|served| (PortOffer::Serve, served)));
    }
    ProbedPort {
        node: target.node.clone(),
        role: target.role.clone(),
        address: target.address.clone(),
        port: target.port,
        dialed,
        origin: target.origin,
        answers: answers
            .into_iter()
            .map(|(offer, served)| (offer, answer(served, at)))
            .collect(),
    }
}

fn answer(served: Served, at: Option<i64>) -> PortAnswer {
    match served {
        Served::Shown(mut conversation) => {
            conversation.start = at;
            PortAnswer::Shown(conversation)
        }
        Served::Declined(alert) => PortAnswer::Declined(alert),
        Served::Failed(failure) => PortAnswer::Failed(failure.to_string()),
        Served::NotAsked => PortAnswer::NotAsked,
    }
}
