//! Tells the program which OpenSSL it was linked with.

fn main() {
    // openssl-sys sets this variable only when it has built OpenSSL itself, which the feature
    // asks for and OPENSSL_NO_VENDOR in the environment forbids.
    let is_vendored = std::env::var_os("DEP_OPENSSL_VENDORED").is_some();
    let origin = if is_vendored { "vendored" } else { "system" };
    println!("cargo::rustc-env=TOLLGATE_OPENSSL={origin}");
    println!("cargo::rerun-if-changed=build.rs");
}
