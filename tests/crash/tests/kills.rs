//! SIGKILL at any moment, several databases with a chain of kills each, and the oracle after every chain.
//!
//! The dice follow the clock; a failure names its seed. `cargo xtask bench crash --kills N --seed S` runs more.

use crash::chain::{Plan, run};
use std::time::{SystemTime, UNIX_EPOCH};

type Tested = anyhow::Result<()>;

/// Kills in a chain.
const KILLS: u32 = 10;

#[expect(clippy::print_stdout, reason = "a failed run is repeated by its seed")]
async fn chain(database: u64, looks_lag: bool) -> Tested {
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let seed = since.as_secs().wrapping_mul(10).wrapping_add(database);
    let plan = Plan {
        seed,
        kills: KILLS,
        looks_lag,
        keep: false,
    };
    println!("{plan:?}");
    let report = run(plan).await?;
    println!("{report:?}");
    // A chain in which nothing happened would prove nothing.
    assert!(report.events > 100 && report.sends > 0, "{report:?}");
    Ok(())
}

#[tokio::test]
async fn the_first_database_outlives_its_chain_of_kills() -> Tested {
    chain(1, false).await
}

#[tokio::test]
async fn the_second_database_outlives_its_chain_of_kills() -> Tested {
    chain(2, false).await
}

#[tokio::test]
async fn the_third_database_outlives_its_chain_of_kills() -> Tested {
    chain(3, false).await
}

#[tokio::test]
async fn a_database_whose_looks_lag_outlives_its_chain_of_kills() -> Tested {
    chain(4, true).await
}
