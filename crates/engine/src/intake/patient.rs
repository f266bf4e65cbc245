//! Connections of strangers do not stay for nothing: one that says nothing for a while is closed.

use axum::serve::Listener;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep};

/// How long a connection may say nothing: longer than a body may take to arrive.
pub(crate) const SILENCE: Duration = Duration::from_secs(30);

/// A listener whose patience with silent connections ends.
pub(crate) struct Patient {
    listener: TcpListener,
    patience: Duration,
}

impl Patient {
    pub(crate) fn new(listener: TcpListener, patience: Duration) -> Self {
        Self { listener, patience }
    }
}

impl Listener for Patient {
    type Io = Heard;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Heard, SocketAddr) {
        let (stream, from) = Listener::accept(&mut self.listener).await;
        let heard = Heard {
            stream,
            patience: self.patience,
            silence: Box::pin(tokio::time::sleep(self.patience)),
        };
        (heard, from)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that ends when it was silent for too long.
pub(crate) struct Heard {
    stream: TcpStream,
    patience: Duration,
    silence: Pin<Box<Sleep>>,
}

impl Heard {
    fn is_heard(&mut self) {
        let until = Instant::now() + self.patience;
        self.silence.as_mut().reset(until);
    }
}

impl AsyncRead for Heard {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Poll::Ready(read) = Pin::new(&mut self.stream).poll_read(cx, buf) {
            self.is_heard();
            return Poll::Ready(read);
        }
        match self.silence.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncWrite for Heard {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        if written.is_ready() {
            self.is_heard();
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    #[tokio::test]
    async fn a_silent_connection_is_closed() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let listener = Patient::new(listener, Duration::from_millis(20));
        let serving = tokio::spawn(async move { axum::serve(listener, axum::Router::new()).await });
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"POST /webhooks/instagram/1 HTTP/1.1\r\n")
            .await
            .unwrap();
        let mut answer = Vec::new();
        // Closed with or without a word; what counts is that this ends.
        let _ = stream.read_to_end(&mut answer).await;
        serving.abort();
    }
}
