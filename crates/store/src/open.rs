//! Opening a data directory.

use crate::clock::Clock;
use crate::error::StoreError;
use crate::lock::DataLock;
use crate::writer::{Writer, WriterTask};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Row};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The database's file in the data directory.
const FILE: &str = "desk.sqlite3";
/// How many readers may read at once. The window asks for little at a time; each reader has a cache of its own.
const READERS: u32 = 2;
/// How long the writer waits for another's lock. Nobody else writes, so only a checkpoint ever waits, and that
/// one is tried again.
const WRITER_PATIENCE: Duration = Duration::from_millis(50);

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

pub(crate) const TRUNCATE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";
pub(crate) const PRAGMAS: &str = "SELECT (SELECT journal_mode FROM pragma_journal_mode),
    (SELECT synchronous FROM pragma_synchronous), (SELECT foreign_keys FROM pragma_foreign_keys),
    (SELECT secure_delete FROM pragma_secure_delete)";

/// A data directory, opened.
#[derive(Debug)]
pub struct Opened {
    /// For reading.
    pub store: Store,
    /// For writing.
    pub writer: Writer,
    /// The task behind the writer: run it, and wait for it at the end.
    pub task: WriterTask,
}

/// The store, for reading. Clones share it; the data directory stays locked while one lives.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) pool: SqlitePool,
    dir: PathBuf,
    _lock: Arc<DataLock>,
}

/// What the write connection runs under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pragmas {
    /// `wal`: a commit is an append, and readers are never blocked.
    pub journal_mode: String,
    /// 2, FULL: a commit is on the disk before it returns.
    pub synchronous: i64,
    /// Whether foreign keys are enforced.
    pub foreign_keys: bool,
    /// Whether deleted bytes are overwritten.
    pub secure_delete: bool,
}

impl Store {
    /// Opens a data directory for this program alone. `purpose` is how the lock names us to others.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another program has it; [`StoreError::Directory`], [`StoreError::Migration`],
    /// [`StoreError::Database`], [`StoreError::Malformed`].
    pub async fn open(dir: &Path, purpose: &str, clock: Arc<dyn Clock>) -> Result<Opened, StoreError> {
        let lock = Arc::new(DataLock::take(dir, purpose)?);
        let mut connection = writing(dir).connect().await?;
        MIGRATIONS.run(&mut connection).await?;
        // What an earlier life took back may lie in its log still.
        let is_empty = empty_log(&mut connection).await?;
        let pool = SqlitePoolOptions::new()
            .min_connections(1)
            .max_connections(READERS)
            .test_before_acquire(false)
            .connect_with(reading(dir))
            .await?;
        let store = Self {
            pool,
            dir: dir.to_owned(),
            _lock: lock,
        };
        let (writer, task) = crate::writer::start(connection, clock, store.clone(), is_empty).await?;
        Ok(Opened { store, writer, task })
    }

    /// The data directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Closes the readers. The writer's task closes its own connection when it ends.
    pub async fn close(self) {
        self.pool.close().await;
    }
}

fn common(dir: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(dir.join(FILE))
        .foreign_keys(true)
        .statement_cache_capacity(400)
        .disable_statement_logging()
}

fn writing(dir: &Path) -> SqliteConnectOptions {
    common(dir)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(WRITER_PATIENCE)
        .pragma("secure_delete", "ON")
        // 64 MiB of pages: ids are random, so their indexes are touched everywhere.
        .pragma("cache_size", "-65536")
        // What a statement of many rows may have to take back is kept in memory: with the batches of intake it
        // would be written to a file, and thrown away, every time.
        .pragma("temp_store", "MEMORY")
        // A checkpoint at every 8 MiB of log: each costs two syncs, and holds up the commits behind it for as long
        // as there is to copy.
        .pragma("wal_autocheckpoint", "2048")
}

fn reading(dir: &Path) -> SqliteConnectOptions {
    common(dir)
        .read_only(true)
        .busy_timeout(Duration::from_secs(5))
        // Pages are read, not mapped: a mapped page that is not in memory yet brings in its whole surroundings, and
        // the first page of a large desk's list took 30 times as long. 96 MiB hold what lists and open conversations
        // of a large desk have in common; a small desk never fills them.
        .pragma("cache_size", "-98304")
}

pub(crate) async fn pragmas(connection: &mut SqliteConnection) -> Result<Pragmas, StoreError> {
    let row = sqlx::query(PRAGMAS).fetch_one(connection).await?;
    Ok(Pragmas {
        journal_mode: row.try_get(0)?,
        synchronous: row.try_get(1)?,
        foreign_keys: row.try_get::<i64, _>(2)? != 0,
        secure_delete: row.try_get::<i64, _>(3)? == 1,
    })
}

/// Empties the write-ahead log into the database. `false`: a reader was in the way.
pub(crate) async fn empty_log(connection: &mut SqliteConnection) -> Result<bool, StoreError> {
    let row = sqlx::query(TRUNCATE).fetch_one(connection).await?;
    let busy: i64 = row.try_get(0)?;
    Ok(busy == 0)
}

/// Closes the write connection, which folds the log into the database when nobody reads.
pub(crate) async fn close(connection: SqliteConnection) -> Result<(), StoreError> {
    connection.close().await?;
    Ok(())
}
