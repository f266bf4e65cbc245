//! Links leave the window for the system browser: Instagram's sign-in fails inside embedded web views (contract 1.1).
//!
//! Only web addresses are opened, plain `http` only to this machine (the practice Instagram), so that no page content
//! can start a program through some other scheme.

use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt;
use url::{Host, Url};

/// Opens a web address in the system browser.
///
/// # Errors
/// A sentence for the page when the address is not one we open, or when no browser could be started.
#[tauri::command]
pub(crate) fn open_link(app: AppHandle, url: String) -> Result<(), String> {
    if !may_open(&url) {
        return Err("This is not a web address that Switchboard opens.".into());
    }
    app.opener().open_url(url, None::<&str>).map_err(|error| {
        tracing::warn!(%error, "no browser could be started");
        "No browser could be started. Copy the address instead.".into()
    })
}

fn may_open(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => true,
        ("http", Some(Host::Domain(name))) => name == "localhost",
        ("http", Some(Host::Ipv4(address))) => address.is_loopback(),
        ("http", Some(Host::Ipv6(address))) => address.is_loopback(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_and_this_machine_are_opened() {
        for address in [
            "https://www.instagram.com/oauth/authorize?client_id=1",
            "http://127.0.0.1:4000/oauth",
            "http://localhost:9",
            "http://[::1]:9/",
        ] {
            assert!(may_open(address), "{address}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for address in [
            "http://example.test",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "mailto:ada@example.test",
            "x",
            "",
        ] {
            assert!(!may_open(address), "{address}");
        }
    }
}
