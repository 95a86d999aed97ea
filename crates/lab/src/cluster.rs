//! What the nodes of a lab know of each other and of their users.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::config::{ApplicationUser, Role, ServerSetting, User};

/// A node as the others know it.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) address: IpAddr,
}

/// The database of the deployment.
#[derive(Debug)]
pub(crate) struct Cluster {
    users: Vec<User>,
    application_users: Vec<ApplicationUser>,
    members: Vec<Member>,
    /// System > Server of each node. Held only to read or write one value.
    settings: RwLock<BTreeMap<String, ServerSetting>>,
}

impl Cluster {
    pub(crate) fn new(
        (users, application_users): (Vec<User>, Vec<ApplicationUser>),
        members: Vec<Member>,
        settings: BTreeMap<String, ServerSetting>,
    ) -> Self {
        Self {
            users,
            application_users,
            members,
            settings: RwLock::new(settings),
        }
    }

    /// The user with this id, compared without case as Unified CM does.
    pub(crate) fn user(&self, name: &str) -> Option<&User> {
        self.users
            .iter()
            .find(|user| user.name.eq_ignore_ascii_case(name))
    }

    pub(crate) fn user_by_email(&self, email: &str) -> Option<&User> {
        self.users
            .iter()
            .find(|user| user.email.eq_ignore_ascii_case(email))
    }

    /// The user whose Basic credentials a request carries.
    pub(crate) fn signed_in(&self, headers: &HeaderMap) -> Option<&User> {
        let (name, password) = basic(headers)?;
        self.user(&name).filter(|user| user.password == password)
    }

    /// The application user whose Basic credentials a request carries.
    pub(crate) fn application_user(&self, headers: &HeaderMap) -> Option<&ApplicationUser> {
        let (name, password) = basic(headers)?;
        let mut users = self.application_users.iter();
        users.find(|user| user.name.eq_ignore_ascii_case(&name) && user.password == password)
    }

    pub(crate) fn setting(&self, node: &str) -> ServerSetting {
        self.settings
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(node)
            .copied()
            .unwrap_or_default()
    }

    pub(crate) fn advertise(&self, node: &str, setting: ServerSetting) {
        self.settings
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(node.to_owned(), setting);
    }

    /// What clients are told to connect to for a node, as it stands in a URL.
    pub(crate) fn advertised(&self, node: &str) -> String {
        match (
            self.setting(node),
            self.members.iter().find(|member| member.name == node),
        ) {
            (ServerSetting::Address, Some(member)) => member.address.to_string(),
            (ServerSetting::Address | ServerSetting::Name, _) => node.to_owned(),
        }
    }

    /// The Unified CM nodes as advertised, the publisher first.
    pub(crate) fn servers(&self) -> Vec<String> {
        [Role::Publisher, Role::Subscriber]
            .into_iter()
            .flat_map(|role| self.of_role(role))
            .collect()
    }

    /// The nodes in the publisher's database as advertised, the publisher first. Unity is a product
    /// of its own and not among them.
    pub(crate) fn process_nodes(&self) -> Vec<(String, Role)> {
        [Role::Publisher, Role::Subscriber, Role::ImPresence]
            .into_iter()
            .flat_map(|role| self.of_role(role).map(move |name| (name, role)))
            .collect()
    }

    /// The first node of a role as advertised.
    pub(crate) fn first(&self, role: Role) -> Option<String> {
        self.of_role(role).next()
    }

    fn of_role(&self, role: Role) -> impl Iterator<Item = String> {
        self.members
            .iter()
            .filter(move |member| member.role == role)
            .map(|member| self.advertised(&member.name))
    }
}

/// Name and password of Basic authentication.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (name, password) = decoded.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LabConfig;

    fn cluster() -> Cluster {
        let member = |name: &str, role, address: &str| Member {
            name: name.to_owned(),
            role,
            address: address.parse().unwrap(),
        };
        Cluster::new(
            (LabConfig::default().users, Vec::new()),
            vec![
                member("cucm-sub.steven.lab", Role::Subscriber, "127.64.0.12"),
                member("cucm.steven.lab", Role::Publisher, "127.64.0.11"),
            ],
            BTreeMap::new(),
        )
    }

    #[test]
    fn servers_follow_the_setting_at_once() {
        let cluster = cluster();
        assert_eq!(
            cluster.servers(),
            ["cucm.steven.lab", "cucm-sub.steven.lab"]
        );
        cluster.advertise("cucm.steven.lab", ServerSetting::Address);
        assert_eq!(cluster.servers(), ["127.64.0.11", "cucm-sub.steven.lab"]);
    }

    #[test]
    fn only_right_credentials_sign_in() {
        let cluster = cluster();
        let with = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, value.parse().unwrap());
            cluster.signed_in(&headers).map(|user| user.name.clone())
        };
        let basic = |text: &str| format!("Basic {}", STANDARD.encode(text));
        assert_eq!(with(&basic("EMUSK:lab-password")), Some("emusk".to_owned()));
        assert_eq!(with(&basic("emusk:wrong")), None);
        assert_eq!(with(&basic("emusk")), None);
        assert_eq!(with("Basic !!"), None);
        assert_eq!(
            with(&basic("emusk:lab-password").replace("Basic", "Bearer")),
            None
        );
        assert_eq!(cluster.signed_in(&HeaderMap::new()), None);
    }
}
