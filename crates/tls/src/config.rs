use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_platform_verifier::Verifier;

use crate::error::TlsError;

/// Trusts the authorities of the system, and those in PEM files.
///
/// # Errors
///
/// When a file cannot be read or has no certificate, or when nobody is left to trust.
pub fn client_config(authorities: &[PathBuf]) -> Result<ClientConfig, TlsError> {
    let mut named = Vec::new();
    for path in authorities {
        named.extend(read(path)?);
    }
    let provider = provider();
    let verifier = Verifier::new_with_extra_roots(named, Arc::clone(&provider));
    let verifier = verifier.map_err(|error| TlsError::NoAuthorities(error.to_string()))?;
    let config = builder(provider)?
        // What rustls calls dangerous is any verifier but its own; this one asks the system.
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(over_http(config))
}

/// Trusts nobody: every handshake fails, which is enough where none is meant to happen.
///
/// # Errors
///
/// When the provider that the process has installed is of no use.
pub fn trusting_nobody() -> Result<ClientConfig, TlsError> {
    let config = builder(provider())?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    Ok(over_http(config))
}

fn builder(
    provider: Arc<CryptoProvider>,
) -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, TlsError> {
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| TlsError::Provider(error.to_string()))
}

fn provider() -> Arc<CryptoProvider> {
    let installed = CryptoProvider::get_default();
    installed.map_or_else(|| Arc::new(ring::default_provider()), Arc::clone)
}

/// Everything here speaks HTTP/1.1, with which a WebSocket begins as well.
fn over_http(mut config: ClientConfig) -> ClientConfig {
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config
}

/// Reads the certificates of a file, at least one.
fn read(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let mut bytes = Vec::new();
    let file = fs_err::File::open(path).map_err(TlsError::Unreadable)?;
    file.take(LONGEST)
        .read_to_end(&mut bytes)
        .map_err(TlsError::Unreadable)?;
    let no_certificate = |reason: String| TlsError::NoCertificate {
        path: path.to_owned(),
        reason,
    };
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    let certificates = certificates.map_err(|error| no_certificate(error.to_string()))?;
    if certificates.is_empty() {
        return Err(no_certificate("there is no certificate in it".to_owned()));
    }
    // A verifier tells that one is of no use, but not where it was.
    let mut store = RootCertStore::empty();
    for certificate in &certificates {
        let added = store.add(certificate.clone());
        added.map_err(|error| no_certificate(error.to_string()))?;
    }
    Ok(certificates)
}

/// No list of authorities has more bytes; a file that has no end is not read for ever.
const LONGEST: u64 = 16 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::client_config;

    #[test]
    fn a_file_without_certificates_is_named() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text, expected) in [
            ("empty.pem", "", "there is no certificate in it"),
            ("text.pem", "hello", "there is no certificate in it"),
            (
                "torn.pem",
                "-----BEGIN CERTIFICATE-----\nMIIB",
                "-----BEGIN CERTIFICATE-----",
            ),
            (
                "other.pem",
                "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n",
                "other.pem",
            ),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            let error = client_config(&[path]).unwrap_err().to_string();
            assert!(error.contains(name) && error.contains(expected), "{error}");
        }
        let missing = client_config(&[PathBuf::from("nowhere.pem")]).unwrap_err();
        assert!(missing.to_string().contains("nowhere.pem"), "{missing}");
    }
}
