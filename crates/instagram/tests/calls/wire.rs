//! Below HTTP: a port that does what no HTTP server would.

use std::sync::Arc;
use std::sync::Mutex;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use url::Url;

/// What happens to each connection.
#[derive(Clone)]
pub(crate) enum Treatment {
    /// Closed at once.
    Slammed,
    /// Read to the end of the request, then closed without an answer.
    CutAfterTheRequest,
    /// Answered with these bytes once the request is read, then closed.
    Answers(String),
    /// Answered with these bytes to every request, and kept open.
    Keeps(String),
    /// Held open without a word.
    Silent,
}

pub(crate) struct Wire {
    address: String,
    connections: Arc<Mutex<Vec<Vec<u8>>>>,
    task: JoinHandle<()>,
}

impl Wire {
    pub(crate) async fn that(treatment: Treatment) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let connections = Arc::new(Mutex::new(Vec::new()));
        let log = connections.clone();
        let task = tokio::spawn(async move {
            let mut open = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let mut all = log.lock().unwrap();
                all.push(Vec::new());
                open.spawn(treat(stream, treatment.clone(), log.clone(), all.len() - 1));
            }
        });
        Self {
            address,
            connections,
            task,
        }
    }

    pub(crate) fn base(&self, scheme: &str) -> Url {
        Url::parse(&format!("{scheme}://{}/", self.address)).unwrap()
    }

    /// What each connection brought.
    pub(crate) fn received(&self) -> Vec<String> {
        let connections = self.connections.lock().unwrap();
        connections
            .iter()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .collect()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn treat(mut stream: TcpStream, treatment: Treatment, log: Arc<Mutex<Vec<Vec<u8>>>>, position: usize) {
    match treatment {
        Treatment::Slammed => {}
        Treatment::Silent => while read_some(&mut stream, &log, position).await {},
        Treatment::CutAfterTheRequest => {
            read_request(&mut stream, &log, position).await;
        }
        Treatment::Answers(answer) => {
            read_request(&mut stream, &log, position).await;
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
        Treatment::Keeps(answer) => {
            while read_request(&mut stream, &log, position).await {
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        }
    }
}

async fn read_some(stream: &mut TcpStream, log: &Mutex<Vec<Vec<u8>>>, position: usize) -> bool {
    let mut bytes = [0; 4096];
    let Ok(count) = stream.read(&mut bytes).await else {
        return false;
    };
    log.lock().unwrap()[position].extend_from_slice(&bytes[..count]);
    count > 0
}

/// Reads up to the end of a JSON body, which is where the tests' requests end.
async fn read_request(stream: &mut TcpStream, log: &Mutex<Vec<Vec<u8>>>, position: usize) -> bool {
    let before = log.lock().unwrap()[position].len();
    while read_some(stream, log, position).await {
        let received = log.lock().unwrap()[position][before..].to_vec();
        let text = String::from_utf8_lossy(&received);
        let has_body = text.starts_with("POST");
        if text.contains("\r\n\r\n") && (!has_body || text.ends_with('}')) {
            return true;
        }
    }
    false
}
