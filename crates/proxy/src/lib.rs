//! The data plane: listeners, allow list, verified TLS to the nodes, forwarding.

mod upstream;
