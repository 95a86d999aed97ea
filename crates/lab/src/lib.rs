//! Simulated CUCM, IM&P and Unity nodes, a test CA that also issues broken chains, a scripted client.
