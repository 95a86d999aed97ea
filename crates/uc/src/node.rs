//! Nodes of the deployment: which product answers at which address and ports.

use std::fmt;
use std::net::IpAddr;
use std::num::NonZeroU16;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::excerpt::Excerpt;
use crate::host::Host;

/// The deployment of nodes, rules and tests that name none, as the log shows it.
pub const DEFAULT_DEPLOYMENT: &str = "1";

/// What runs on a node; decides which automatic rules it gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Product {
    /// Unified Communications Manager.
    Cucm,
    /// IM and Presence Service.
    Imp,
    /// Unity Connection.
    Unity,
    /// A TFTP server that is not also one of the others.
    Tftp,
}

impl Product {
    /// Every product, in the order in which help texts list them.
    pub const ALL: [Self; 4] = [Self::Cucm, Self::Imp, Self::Unity, Self::Tftp];

    /// The word for the product in configuration files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cucm => "cucm",
            Self::Imp => "imp",
            Self::Unity => "unity",
            Self::Tftp => "tftp",
        }
    }
}

impl fmt::Display for Product {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A product that this system does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown product {0}; use cucm, imp, unity or tftp")]
pub struct UnknownProduct(pub Excerpt);

impl FromStr for Product {
    type Err = UnknownProduct;

    fn from_str(text: &str) -> Result<Self, UnknownProduct> {
        Self::ALL
            .into_iter()
            .find(|product| product.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownProduct(Excerpt::new(text)))
    }
}

/// One server of the deployment, as it is advertised to clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The name or address that clients are told, which is also the one checked in certificates.
    pub address: Host,
    /// What runs there.
    pub product: Product,
    /// The ports that carry the automatic rules of the product.
    pub ports: Vec<NonZeroU16>,
    /// The address to dial instead of asking DNS; never changes the checked name.
    pub resolve: Option<IpAddr>,
    /// The deployment that the node's rules belong to; [`DEFAULT_DEPLOYMENT`] unless named.
    pub deployment: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_read_in_any_case_and_written_in_lower_case() {
        assert_eq!("CUCM".parse(), Ok(Product::Cucm));
        for product in Product::ALL {
            assert_eq!(product.to_string().parse(), Ok(product));
        }
        assert_eq!(
            "cube".parse::<Product>(),
            Err(UnknownProduct(Excerpt::new("cube")))
        );
    }
}
