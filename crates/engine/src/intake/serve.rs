//! Serving the port that strangers reach: however many connect and however slowly they speak, they take neither
//! the desk's files nor its memory.

use axum::Router;
use axum::serve::Listener;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// How long a connection may take to say what it wants, between two requests too.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
/// How many connections there are at once. The rest wait in the system's queue: half of the files that a program
/// may open by default stay for everything else.
const MOST: usize = 512;

/// Serves until `stop`, then lets the requests on their way end. Bodies have their own limits
/// ([`body`](super::body)).
pub(crate) async fn run(
    mut listener: TcpListener,
    router: Router,
    patience: Duration,
    stop: CancellationToken,
) {
    let mut http = auto::Builder::new(TokioExecutor::new()).http1_only();
    http.http1()
        .timer(TokioTimer::new())
        .header_read_timeout(patience);
    let service = TowerToHyperService::new(router);
    let places = Arc::new(Semaphore::new(MOST));
    let connections = GracefulShutdown::new();
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await.ok()?;
            // The library's own accept waits out what passes, such as too many open files.
            let (stream, _from) = Listener::accept(&mut listener).await;
            Some((stream, place))
        };
        let Some((stream, place)) = (tokio::select! {
            biased;
            () = stop.cancelled() => None,
            accepted = accepted => accepted,
        }) else {
            break;
        };
        let connection = http
            .serve_connection(TokioIo::new(stream), service.clone())
            .into_owned();
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(error, "a connection of the listener ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    connections.shutdown().await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::net::SocketAddr;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;
    use tokio::task::JoinHandle;

    const SHORT: Duration = Duration::from_millis(100);

    async fn start(stop: &CancellationToken) -> (SocketAddr, JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/", get(|| async { "here" }));
        (address, tokio::spawn(run(listener, router, SHORT, stop.clone())))
    }

    #[tokio::test]
    async fn a_silent_connection_is_closed() {
        let (address, _serving) = start(&CancellationToken::new()).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        let mut answer = Vec::new();
        // Closed with or without a word; what counts is that this ends.
        let _ = stream.read_to_end(&mut answer).await;
    }

    #[tokio::test]
    async fn a_connection_that_drips_is_closed_too() {
        let (address, _serving) = start(&CancellationToken::new()).await;
        let (mut reading, mut writing) = TcpStream::connect(address).await.unwrap().into_split();
        let dripping = tokio::spawn(async move {
            let mut drop = tokio::time::interval(SHORT / 10);
            writing.write_all(b"GET / HTTP/1.1\r\nX: ").await.unwrap();
            while writing.write_all(b"x").await.is_ok() {
                drop.tick().await;
            }
        });
        let mut answer = Vec::new();
        let _ = reading.read_to_end(&mut answer).await;
        assert!(!String::from_utf8_lossy(&answer).contains("200 OK"));
        dripping.abort();
    }

    #[tokio::test]
    async fn who_speaks_is_answered_and_the_stop_waits_for_nobody_else() {
        let stop = CancellationToken::new();
        let (address, serving) = start(&stop).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: desk.example\r\n\r\n")
            .await
            .unwrap();
        let mut answer = [0; 15];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
        stop.cancel();
        serving.await.unwrap();
    }
}
