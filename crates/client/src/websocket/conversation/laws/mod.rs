//! Laws that hold for every conversation, whatever the service and the network do.

mod documents;
mod reader;
mod steps;
mod world;

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any};
use proptest::proptest;

use self::steps::step;
use self::world::World;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Each document reaches exactly the stream that it belongs to, or is handed over as
    /// uncorrelated; none is lost or comes twice; each stream ends once, for a reason that is true;
    /// nothing is sent twice without a key; and nothing is left behind.
    #[test]
    fn conversations_keep_the_laws(
        repeat_sent in any::<bool>(),
        only_request in any::<bool>(),
        steps in vec(step(), 1..60),
    ) {
        let mut world = World::new(repeat_sent, only_request);
        for step in &steps {
            world.take(step);
        }
        world.finish();
    }
}
