//! The door: the one listener, and the ways a connection can fail below HTTP.
//!
//! Three failures cannot be played by a handler: a port that refuses, a connection closed before a byte is read, and one cut
//! before a byte of the answer. The listener is wrapped for the first two, each connection for the third: a [`Line`] whose
//! [`Cut`] is pulled reads and writes nothing more, so the client sees its connection reset and never half an answer.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// How the door stands. Shared with whoever opens and closes it.
#[derive(Debug, Clone)]
pub(crate) struct Hinge {
    state: Arc<Mutex<State>>,
    /// Orders the listener closed: after the first duration, for the second.
    shut: watch::Sender<Option<(Duration, Duration)>>,
}

#[derive(Debug, Default)]
struct State {
    /// New connections still to be closed unread.
    turned_away: u32,
    open: Vec<Weak<CancellationToken>>,
}

impl Hinge {
    pub(crate) fn new() -> Self {
        Self {
            state: Arc::default(),
            shut: watch::Sender::new(None),
        }
    }

    /// Closes the listener in a moment, for so long, and cuts every connection that is open then.
    pub(crate) fn shut_after(&self, moment: Duration, duration: Duration) {
        self.shut.send_replace(Some((moment, duration)));
    }

    /// Closes the next `count` new connections unread and cuts every open one but `except`.
    pub(crate) fn turn_away(&self, count: u32, except: Option<&Cut>) {
        self.lock().turned_away = count;
        self.cut_all_but(except);
    }

    fn cut_all_but(&self, except: Option<&Cut>) {
        let open: Vec<_> = self.lock().open.drain(..).collect();
        let mut kept = Vec::new();
        for weak in open {
            let Some(token) = weak.upgrade() else { continue };
            if except.is_some_and(|cut| Arc::ptr_eq(&cut.0, &token)) {
                kept.push(weak);
            } else {
                token.cancel();
            }
        }
        self.lock().open.append(&mut kept);
    }

    fn take_turned_away(&self) -> bool {
        let mut state = self.lock();
        let turned = state.turned_away > 0;
        state.turned_away = state.turned_away.saturating_sub(1);
        turned
    }

    fn admit(&self, stream: TcpStream) -> Line {
        let cut = Cut(Arc::new(CancellationToken::new()));
        let mut state = self.lock();
        state.open.retain(|weak| weak.strong_count() > 0);
        state.open.push(Arc::downgrade(&cut.0));
        Line {
            stream,
            pulled: Box::pin((*cut.0).clone().cancelled_owned()),
            cut,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The listener behind its hinge.
#[derive(Debug)]
pub(crate) struct Door {
    address: SocketAddr,
    listener: Option<TcpListener>,
    hinge: Hinge,
    orders: watch::Receiver<Option<(Duration, Duration)>>,
}

impl Door {
    pub(crate) async fn bind(port: u16, hinge: Hinge) -> io::Result<Self> {
        let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, port)).await?;
        let orders = hinge.shut.subscribe();
        Ok(Self {
            address: listener.local_addr()?,
            listener: Some(listener),
            hinge,
            orders,
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stays closed as ordered, then listens again on the same port.
    async fn stay_shut(&mut self, duration: Duration) {
        self.listener = None;
        self.hinge.cut_all_but(None);
        tokio::time::sleep(duration).await;
        while self.listener.is_none() {
            match TcpListener::bind(self.address).await {
                Ok(listener) => self.listener = Some(listener),
                Err(error) => {
                    tracing::warn!(%error, "the door cannot be opened again yet");
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        }
    }
}

impl Listener for Door {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Some(listener) = &self.listener else {
                self.stay_shut(Duration::ZERO).await;
                continue;
            };
            tokio::select! {
                ordered = self.orders.changed() => {
                    let order = *self.orders.borrow_and_update();
                    if let (Ok(()), Some((moment, duration))) = (ordered, order) {
                        tokio::time::sleep(moment).await;
                        self.stay_shut(duration).await;
                    }
                }
                accepted = listener.accept() => match accepted {
                    Ok((stream, address)) => {
                        if self.hinge.take_turned_away() {
                            drop(stream);
                        } else {
                            return (self.hinge.admit(stream), address);
                        }
                    }
                    Err(error) => {
                        tracing::warn!(%error, "a connection could not be accepted");
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                },
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}

/// The handle a handler pulls to cut the connection its request came on.
#[derive(Debug, Clone)]
pub(crate) struct Cut(Arc<CancellationToken>);

impl Cut {
    /// From now on nothing is read from the connection and nothing written to it.
    pub(crate) fn pull(&self) {
        self.0.cancel();
    }
}

impl Connected<IncomingStream<'_, Door>> for Cut {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().cut.clone()
    }
}

/// One connection that can be cut.
pub(crate) struct Line {
    stream: TcpStream,
    cut: Cut,
    pulled: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl Line {
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        match self.pulled.as_mut().poll(context) {
            Poll::Ready(()) => Err(io::Error::from(io::ErrorKind::ConnectionReset)),
            Poll::Pending => Ok(()),
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
