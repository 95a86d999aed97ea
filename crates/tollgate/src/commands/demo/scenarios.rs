//! The scenarios of the document.

use anyhow::{Context, Result};
use tollgate_lab::{Fault, Repair, ServerSetting, SignInReport, Step, StepKind, Switch};

use super::stage::{Preference, Stage};
use super::{Outcome, ending, finding, heading, log_lines, repaired, requests};
use crate::output::Output;

const PUBLISHER: &str = "cucm.steven.lab";
const SUBSCRIBER: &str = "cucm-sub.steven.lab";

/// 1: 8443 answers, 6972 shows a self-signed ECDSA certificate.
pub(super) async fn self_signed(stage: &mut Stage, output: &mut Output) -> Result<Outcome> {
    heading(1, "demo-self-signed", "demo-self-signed-story", output);
    let report = stage.sign_in().await;
    requests(&report.steps, output);
    let answered = step(&report, StepKind::Devices)?;
    log_lines(&stage.lines_of(answered).await?, output);
    let refused = refused(&report, StepKind::DeviceConfiguration, PUBLISHER)?;
    let outcome = Outcome::from(answered.is_ok() && !report.signed_in)
        .and(shown(stage, refused, &self_signed_warning(stage)?, output).await?);

    let kind = StepKind::DeviceConfiguration;
    for node in [PUBLISHER, SUBSCRIBER] {
        stage.upload(&format!("{node}/tomcat-ECDSA")).await?;
    }
    let outcome = outcome.and(repair(stage, "demo-upload-self-signed", kind, output).await?);
    stage.forget_uploads().await?;
    stage.prefer(Preference::Rsa).await?;
    let outcome = outcome.and(repair(stage, "demo-prefer-rsa", kind, output).await?);
    Ok(ending(outcome, output))
}

fn self_signed_warning(stage: &Stage) -> Result<String> {
    let ip = stage.lab.node(PUBLISHER)?.address();
    Ok(format!(
        "WARNING: Core server certificate verification failed for ({PUBLISHER}). \
         Action=Terminate Error=self signed certificate server={PUBLISHER}({ip}) depth=0"
    ))
}

/// 2: the nodes' certificates come from a CA that is not in the trust store.
pub(super) async fn other_authority(stage: &mut Stage, output: &mut Output) -> Result<Outcome> {
    heading(2, "demo-other-ca", "demo-other-ca-story", output);
    switch(stage, [PUBLISHER, SUBSCRIBER], Fault::OtherCa, Switch::On).await?;
    let report = stage.sign_in().await;
    requests(&report.steps, output);
    let refused = refused(&report, StepKind::HomeCluster, PUBLISHER)?;
    let ip = stage.lab.node(PUBLISHER)?.address();
    let warning = format!(
        "WARNING: Core server certificate verification failed for ({PUBLISHER}). \
         Action=Terminate Error=self signed certificate in certificate chain \
         server={PUBLISHER}({ip}) depth=1"
    );
    let outcome =
        Outcome::from(!report.signed_in).and(shown(stage, refused, &warning, output).await?);

    stage.upload(tollgate_lab::DOCUMENT_OTHER_AUTHORITY).await?;
    let outcome =
        outcome.and(repair(stage, "demo-upload-ca-chain", StepKind::HomeCluster, output).await?);
    switch(stage, [PUBLISHER, SUBSCRIBER], Fault::OtherCa, Switch::Off).await?;
    stage.forget_uploads().await?;
    Ok(ending(outcome, output))
}

/// 3: System > Server has the IP address, which is not in the certificate.
pub(super) async fn advertised_by_address(
    stage: &mut Stage,
    output: &mut Output,
) -> Result<Outcome> {
    heading(3, "demo-by-address", "demo-by-address-story", output);
    advertise_by_address(stage).await?;
    let report = stage.sign_in().await;
    requests(&report.steps, output);
    let ip = stage.lab.node(PUBLISHER)?.address();
    let refused = refused(&report, StepKind::User, &ip.to_string())?;
    let warning =
        format!("WARNING: SNI ({ip}) not in certificate. Action=Terminate server={ip}({ip})");
    let outcome =
        Outcome::from(!report.signed_in).and(shown(stage, refused, &warning, output).await?);

    for node in [PUBLISHER, SUBSCRIBER] {
        stage.lab.repair(node, Repair::AdvertiseName).await?;
    }
    stage.refresh().await?;
    let kind = StepKind::User;
    let outcome = outcome.and(repair(stage, "demo-advertise-name", kind, output).await?);
    advertise_by_address(stage).await?;
    for node in [PUBLISHER, SUBSCRIBER] {
        stage.lab.repair(node, Repair::NameAddress).await?;
    }
    let outcome = outcome.and(repair(stage, "demo-name-address", kind, output).await?);
    for node in [PUBLISHER, SUBSCRIBER] {
        stage.lab.repair(node, Repair::AdvertiseName).await?;
    }
    stage.refresh().await?;
    Ok(ending(outcome, output))
}

async fn advertise_by_address(stage: &Stage) -> Result<()> {
    for node in [PUBLISHER, SUBSCRIBER] {
        stage.lab.advertise(node, ServerSetting::Address)?;
    }
    stage.refresh().await
}

/// 4: the publisher is right and the subscriber wrong, which shows when the publisher stops.
pub(super) async fn wrong_subscriber(stage: &mut Stage, output: &mut Output) -> Result<Outcome> {
    heading(4, "demo-subscriber", "demo-subscriber-story", output);
    switch(stage, [SUBSCRIBER], Fault::SanMissing, Switch::On).await?;
    let report = stage.sign_in().await;
    requests(&report.steps, output);
    let outcome = Outcome::from(report.signed_in);

    output.line("");
    output.paragraph(0, &output.text("demo-publisher-stops", &[]));
    switch(stage, [PUBLISHER], Fault::Stopped, Switch::On).await?;
    let report = stage.sign_in().await;
    requests(&report.steps, output);
    let refused = refused(&report, StepKind::HomeCluster, SUBSCRIBER)?;
    let ip = stage.lab.node(SUBSCRIBER)?.address();
    let warning = format!(
        "WARNING: SNI ({SUBSCRIBER}) not in certificate. Action=Terminate \
         server={SUBSCRIBER}({ip})"
    );
    let outcome = outcome
        .and(Outcome::from(!report.signed_in))
        .and(shown(stage, refused, &warning, output).await?);

    switch(stage, [SUBSCRIBER], Fault::SanMissing, Switch::Off).await?;
    // A refusal may be answered from memory for two seconds; reading the settings again ends that.
    stage.refresh().await?;
    let outcome = outcome.and(
        repair(
            stage,
            "demo-reissue-subscriber",
            StepKind::HomeCluster,
            output,
        )
        .await?,
    );
    switch(stage, [PUBLISHER], Fault::Stopped, Switch::Off).await?;
    Ok(ending(outcome, output))
}

async fn switch<const N: usize>(
    stage: &Stage,
    nodes: [&str; N],
    fault: Fault,
    switch: Switch,
) -> Result<()> {
    for node in nodes {
        stage.lab.set_fault(node, None, fault, switch).await?;
    }
    Ok(())
}

/// The last request of a kind.
fn step(report: &SignInReport, kind: StepKind) -> Result<&Step> {
    let step = report.steps.iter().rev().find(|step| step.kind == kind);
    step.with_context(|| format!("the client did not get as far as {kind:?}"))
}

/// The request of a kind that was sent to this host.
fn refused<'a>(report: &'a SignInReport, kind: StepKind, host: &str) -> Result<&'a Step> {
    let to_host = format!("https://{host}:");
    let step = report
        .steps
        .iter()
        .find(|step| step.kind == kind && step.target.starts_with(&to_host));
    step.with_context(|| format!("the client did not ask {host} for {kind:?}"))
}

/// Shows log lines and finding of a refused request, and compares them with the document.
async fn shown(stage: &Stage, step: &Step, warning: &str, output: &mut Output) -> Result<Outcome> {
    let lines = stage.lines_of(step).await?;
    log_lines(&lines, output);
    let verdict = stage.verdict_of(step).await?;
    finding(verdict.as_ref(), output);
    let is_refused = step.status == Some(502) && step.reason == "connect failed";
    let warnings: Vec<&String> = lines
        .iter()
        .filter(|line| line.contains("WARNING: "))
        .collect();
    let is_warned = matches!(warnings.as_slice(), [line] if line.ends_with(warning));
    Ok(Outcome::from(
        is_refused && is_warned && verdict.is_some_and(|verdict| !verdict.is_trusted()),
    ))
}

/// Signs in after a repair and shows the answer to the step that had failed.
async fn repair(
    stage: &Stage,
    story: &str,
    kind: StepKind,
    output: &mut Output,
) -> Result<Outcome> {
    let report = stage.sign_in().await;
    Ok(repaired(
        story,
        kind,
        &report.steps,
        Outcome::from(report.signed_in),
        output,
    ))
}
