//! The rules of the desk, sentence by sentence, and as properties over interleavings.

#[cfg(test)]
mod bursts;
#[cfg(test)]
mod clocks;
#[cfg(test)]
mod echo_times;
#[cfg(test)]
mod echoes;
#[cfg(test)]
mod hand_back;
#[cfg(test)]
mod holds;
#[cfg(test)]
mod interleavings;
#[cfg(test)]
mod lane;
#[cfg(test)]
mod looks;
#[cfg(test)]
mod outcomes;
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
#[cfg(test)]
mod step;
#[cfg(test)]
mod story;
#[path = "../support/mod.rs"]
mod support;
#[cfg(test)]
mod table;
#[cfg(test)]
mod waking;
#[cfg(test)]
mod writing;
