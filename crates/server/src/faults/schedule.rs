use std::sync::Mutex;

use super::{Fault, Reach};
use crate::held::held;

/// Which faults go to the next requests.
#[derive(Debug, Default)]
pub(crate) struct Schedule(Mutex<Vec<Planned>>);

#[derive(Debug)]
struct Planned {
    fault: Fault,
    /// How many more requests it goes to; all of them without a number.
    left: Option<u32>,
}

impl Schedule {
    pub(crate) fn add(&self, fault: Fault, times: Option<u32>) {
        held(&self.0).push(Planned { fault, left: times });
    }

    pub(crate) fn clear(&self) {
        held(&self.0).clear();
    }

    /// Takes the faults that go to a request of this kind, together with those it asks for itself.
    pub(crate) fn take(&self, reach: Reach, asked: &[Fault]) -> Vec<Fault> {
        let mut faults: Vec<Fault> = asked
            .iter()
            .copied()
            .filter(|fault| fault.reaches(reach))
            .collect();
        let mut planned = held(&self.0);
        for next in planned.iter_mut().filter(|next| next.fault.reaches(reach)) {
            match &mut next.left {
                None => faults.push(next.fault),
                Some(0) => {}
                Some(left) => {
                    *left -= 1;
                    faults.push(next.fault);
                }
            }
        }
        planned.retain(|planned| planned.left != Some(0));
        faults.sort_unstable();
        faults.dedup();
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Reach, Schedule};

    #[test]
    fn faults_go_where_they_can_and_as_often_as_they_should() {
        let schedule = Schedule::default();
        schedule.add(Fault::Status(503), Some(1));
        schedule.add(Fault::Reorder, None);
        assert_eq!(schedule.take(Reach::Frame, &[]), [Fault::Reorder]);
        assert_eq!(
            schedule.take(Reach::Rest, &[Fault::Latency, Fault::Reorder]),
            [Fault::Latency, Fault::Status(503)]
        );
        assert_eq!(schedule.take(Reach::Rest, &[]), []);
        schedule.clear();
        assert_eq!(schedule.take(Reach::Frame, &[]), []);
    }
}
