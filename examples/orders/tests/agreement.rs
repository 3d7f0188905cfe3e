//! The types and their own schemas agree.

#[test]
fn orders_agree_with_their_schema() {
    frontdesk_check::assert_agreement::<orders::Order>();
}

#[test]
fn replies_agree_with_their_schema() {
    frontdesk_check::assert_agreement::<orders::OrderReply>();
}
