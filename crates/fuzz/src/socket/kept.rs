use std::fmt;
use std::sync::Arc;

use frontdesk_schema::Options;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::channel::Channel;
use super::rules::Rules;
use crate::endpoint::operation_of_message;
use crate::suspicion::KeptSchema;

/// A channel that is kept with a symptom, so that a finding is replayed without its contract.
#[derive(Clone)]
pub struct KeptChannel(pub Arc<Channel>);

#[derive(Deserialize, Serialize)]
struct Kept {
    name: String,
    path: String,
    request: KeptSchema,
    replies: Vec<KeptSchema>,
    rules: Rules,
}

impl Serialize for KeptChannel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let channel = &self.0;
        let replies = channel.replies.iter();
        let kept = Kept {
            name: channel.operation.name.clone(),
            path: channel.path.clone(),
            request: KeptSchema(Arc::clone(&channel.request)),
            replies: replies
                .map(|schema| KeptSchema(Arc::clone(schema)))
                .collect(),
            rules: channel.rules.clone(),
        };
        kept.serialize(serializer)
    }
}

impl<'d> Deserialize<'d> for KeptChannel {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        let kept = Kept::deserialize(deserializer)?;
        let request = kept.request.0;
        let operation = operation_of_message(&kept.name, &request, Vec::new(), &Options::default());
        Ok(Self(Arc::new(Channel {
            operation: operation.map_err(de::Error::custom)?,
            path: kept.path,
            request,
            replies: kept.replies.into_iter().map(|schema| schema.0).collect(),
            rules: kept.rules,
        })))
    }
}

impl fmt::Debug for KeptChannel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "KeptChannel({})", self.0.operation.name)
    }
}
