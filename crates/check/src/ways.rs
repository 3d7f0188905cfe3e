use frontdesk_contract::{Contract, Direction, Interface};
use frontdesk_corpus::{Judges, Route, Transport};

/// Says of every message of a contract who writes it, and where it travels if the contract tells.
#[must_use]
pub fn with_ways(mut judges: Judges, contract: &Contract) -> Judges {
    for message in contract.messages() {
        let direction = match message.direction() {
            Direction::Request => frontdesk_corpus::Direction::Request,
            Direction::Response => frontdesk_corpus::Direction::Response,
        };
        judges.direct(message.name(), direction);
    }
    let interface = contract.interface();
    for route in interface.into_iter().flat_map(routes) {
        judges.route(route);
    }
    judges
}

fn routes(interface: &Interface) -> impl Iterator<Item = Route> {
    let operations = interface.operations.iter().map(|operation| Route {
        transport: Transport::Rest,
        method: Some(operation.method.to_owned()),
        path: operation.path.to_owned(),
        requests: names(operation.request),
        replies: names(operation.replies.iter().filter_map(|reply| reply.message)),
    });
    let channels = interface.channels.iter().map(|channel| Route {
        transport: Transport::WebSocket,
        method: None,
        path: channel.address.to_owned(),
        requests: names(channel.requests.iter().copied()),
        replies: names(channel.replies.iter().copied()),
    });
    operations.chain(channels)
}

fn names(names: impl IntoIterator<Item = &'static str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}
