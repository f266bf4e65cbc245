//! The rules of the desk, sentence by sentence, and as properties over interleavings.

#[cfg(test)]
mod bursts;
#[cfg(test)]
mod owner;
#[cfg(test)]
mod receiving;
#[cfg(test)]
mod references;
#[cfg(test)]
mod releases;
#[cfg(test)]
mod scene;
#[path = "../support/mod.rs"]
mod support;
#[cfg(test)]
mod table;
#[cfg(test)]
mod writing;
