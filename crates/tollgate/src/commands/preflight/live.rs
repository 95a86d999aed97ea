//! Asking nodes.

use tollgate_analyze::preflight::{CipherPaths, PortAnswer, PortOffer, ProbedPort};
use tollgate_capture::{CipherSuite, Version};
use tollgate_probe::{
    Depth, Endpoint, Offer, Politeness, Prediction, Probe, Served, Survey, Times,
};

use super::asked::Target;
use crate::cli::{DepthName, PreflightArguments};
use crate::clock;

/// The offers of the appliance, in the order of the probe's predictions.
const OFFERS: [PortOffer; 3] = [PortOffer::Before, PortOffer::After, PortOffer::AfterWithRsa];

/// Asks every port; the answers are in the order of the targets.
pub(super) async fn ask(
    targets: Vec<Target>,
    lists: &CipherPaths,
    arguments: &PreflightArguments,
) -> Vec<ProbedPort> {
    let politeness = Politeness {
        times: Times {
            connect: arguments.timeout,
            answer: arguments.timeout,
        },
        ..Politeness::default()
    };
    let depth = match arguments.depth {
        DepthName::Certificate => Depth::Certificate,
        DepthName::Full => Depth::Full,
    };
    let probe = Probe::new(politeness, predictions(lists));
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
                ports.push((place, probed(target, survey)));
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

fn probed(target: &Target, survey: Survey) -> ProbedPort {
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
    ProbedPort {
        node: target.node.clone(),
        role: target.role.clone(),
        address: target.address.clone(),
        port: target.port,
        dialed,
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
