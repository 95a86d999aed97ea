//! The few OpenSSL functions that the `openssl` crate does not bind: parameters and the callback of
//! a certificate verification, string types, extension flags and signature facts.
//!
//! This is the only file of the project with `unsafe`. Each function here is safe to call: every
//! pointer comes from a live reference of the `openssl` crate and is not kept beyond the call.
#![expect(
    unsafe_code,
    reason = "the openssl crate does not bind these functions"
)]

use std::cell::RefCell;
use std::os::raw::c_int;
use std::ptr;

use foreign_types_shared::ForeignTypeRef;
use openssl::asn1::Asn1StringRef;
use openssl::error::ErrorStack;
use openssl::stack::StackRef;
use openssl::x509::store::X509StoreRef;
use openssl::x509::{X509, X509Ref, X509StoreContext, X509VerifyResult};
use openssl_sys as ffi;

/// `X509_PURPOSE_SSL_SERVER` of `x509v3.h`.
const PURPOSE_SSL_SERVER: c_int = 2;
/// `X509_V_ERR_UNSPECIFIED` of `x509_vfy.h`.
const UNSPECIFIED: i32 = 1;

unsafe extern "C" {
    fn X509_STORE_CTX_get0_param(ctx: *mut ffi::X509_STORE_CTX) -> *mut ffi::X509_VERIFY_PARAM;
    fn X509_STORE_CTX_set_verify_cb(
        ctx: *mut ffi::X509_STORE_CTX,
        callback: extern "C" fn(c_int, *mut ffi::X509_STORE_CTX) -> c_int,
    );
    fn X509_STORE_CTX_get_error(ctx: *const ffi::X509_STORE_CTX) -> c_int;
    fn X509_get_signature_info(
        x509: *mut ffi::X509,
        digest: *mut c_int,
        key: *mut c_int,
        security_bits: *mut c_int,
        flags: *mut u32,
    ) -> c_int;
}

/// What OpenSSL is asked to hold a chain against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parameters {
    /// Unix seconds.
    pub(crate) time: i64,
    /// Greatest number of intermediates.
    pub(crate) depth: i32,
    /// OpenSSL 3 security level, 0 to 5.
    pub(crate) level: i32,
}

/// One problem that OpenSSL reported.
#[derive(Debug, Clone)]
pub(crate) struct Complaint {
    pub(crate) code: i32,
    pub(crate) depth: usize,
    pub(crate) certificate: Option<X509>,
}

/// Everything OpenSSL said about a chain, and the chain it built, leaf first.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(crate) complaints: Vec<Complaint>,
    pub(crate) path: Vec<X509>,
}

thread_local! {
    /// Filled by the callback during the one verification that runs on this thread.
    static COMPLAINTS: RefCell<Vec<Complaint>> = const { RefCell::new(Vec::new()) };
}

/// Notes each problem and lets OpenSSL go on, so that all of them are met, in OpenSSL's order.
extern "C" fn note(ok: c_int, ctx: *mut ffi::X509_STORE_CTX) -> c_int {
    if ok == 0 {
        // SAFETY: OpenSSL calls this with the live context of the running verification.
        let (code, depth, certificate) = unsafe {
            let current = ffi::X509_STORE_CTX_get_current_cert(ctx);
            let certificate = if current.is_null() {
                None
            } else {
                Some(X509Ref::from_ptr(current).to_owned())
            };
            (
                X509_STORE_CTX_get_error(ctx),
                ffi::X509_STORE_CTX_get_error_depth(ctx),
                certificate,
            )
        };
        let depth = usize::try_from(depth).unwrap_or(0);
        COMPLAINTS.with_borrow_mut(|all| {
            all.push(Complaint {
                code,
                depth,
                certificate,
            });
        });
    }
    1
}

/// Has OpenSSL build and check the chain of `leaf` for the purpose sslserver, trusted-first and
/// without partial chains. A verification that fails without a complaint still yields one.
pub(crate) fn verify_chain(
    store: &X509StoreRef,
    leaf: &X509Ref,
    untrusted: &StackRef<X509>,
    parameters: Parameters,
) -> Result<Account, ErrorStack> {
    COMPLAINTS.with_borrow_mut(Vec::clear);
    let (passed, last_error, path) =
        X509StoreContext::new()?.init(store, leaf, untrusted, |context| {
            // SAFETY: the context is initialised and outlives this closure; its parameters are
            // owned by it.
            unsafe {
                let raw = context.as_ptr();
                let param = X509_STORE_CTX_get0_param(raw);
                ffi::X509_VERIFY_PARAM_set_time(param, parameters.time);
                ffi::X509_VERIFY_PARAM_set_depth(param, parameters.depth);
                ffi::X509_VERIFY_PARAM_set_auth_level(param, parameters.level);
                if ffi::X509_VERIFY_PARAM_set_purpose(param, PURPOSE_SSL_SERVER) != 1 {
                    return Err(ErrorStack::get());
                }
                X509_STORE_CTX_set_verify_cb(raw, note);
            }
            let passed = context.verify_cert().unwrap_or(false);
            let path = context
                .chain()
                .map(|chain| chain.iter().map(X509Ref::to_owned).collect())
                .unwrap_or_default();
            Ok((passed, context.error().as_raw(), path))
        })?;
    // A failed lookup or signature leaves entries that would confuse later calls on this thread.
    drop(ErrorStack::get());
    let mut complaints = COMPLAINTS.take();
    if !passed && complaints.is_empty() {
        let code = if last_error == 0 {
            UNSPECIFIED
        } else {
            last_error
        };
        complaints.push(Complaint {
            code,
            depth: 0,
            certificate: Some(leaf.to_owned()),
        });
    }
    Ok(Account { complaints, path })
}

/// The universal tag number of an ASN.1 string (12 = `UTF8String`, 19 = `PrintableString`, ...).
pub(crate) fn string_tag(text: &Asn1StringRef) -> c_int {
    // SAFETY: the reference is live.
    unsafe { ffi::ASN1_STRING_type(text.as_ptr()) }
}

/// OpenSSL's `EXFLAG_*` bits of a certificate's extensions.
pub(crate) fn extension_flags(certificate: &X509Ref) -> u32 {
    // SAFETY: the reference is live; OpenSSL caches the parsed extensions under its own lock.
    unsafe { ffi::X509_get_extension_flags(certificate.as_ptr()) }
}

/// OpenSSL's `XKU_*` bits of the extended key usage; all bits set where a certificate has none.
pub(crate) fn extended_key_usage(certificate: &X509Ref) -> u32 {
    // SAFETY: the reference is live; OpenSSL caches the parsed extensions under its own lock.
    unsafe { ffi::X509_get_extended_key_usage(certificate.as_ptr()) }
}

/// The NID of the digest under the certificate's signature, or `None` where there is none.
pub(crate) fn signature_digest(certificate: &X509Ref) -> Option<c_int> {
    let mut digest = 0;
    // SAFETY: the reference is live; null pointers ask for nothing.
    let known = unsafe {
        X509_get_signature_info(
            certificate.as_ptr(),
            &raw mut digest,
            ptr::null_mut(),
            ptr::null_mut(),
            ptr::null_mut(),
        )
    };
    (known == 1 && digest != 0).then_some(digest)
}

/// An `X509_V_ERR_*` number as the type of the `openssl` crate.
pub(crate) fn verify_result(code: i32) -> X509VerifyResult {
    // SAFETY: the number is only compared and looked up in tables.
    unsafe { X509VerifyResult::from_raw(code) }
}
