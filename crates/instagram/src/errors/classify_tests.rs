//! One test for each row of contract 5.2, written from the contract's table and not from ours.

use super::*;
use crate::errors::Class::{self, *};
use crate::errors::Retry::{self, *};
use crate::errors::Stops::{self, *};

fn check(code: i64, subcode: Option<i64>, class: Class, retry: Retry, stops: Stops) {
    let rule = classify(code, subcode);
    assert_eq!(
        (rule.class, rule.retry, rule.stops),
        (class, retry, stops),
        "{code}/{subcode:?}"
    );
    assert!(
        rule.sentence.ends_with('.'),
        "the operator reads whole sentences: {}",
        rule.sentence
    );
}

macro_rules! rows {
    ($($name:ident: $code:literal, $subcode:expr => $class:ident, $retry:ident, $stops:ident;)*) => {
        $(
            #[test]
            fn $name() {
                check($code, $subcode, $class, $retry, $stops);
            }
        )*
    };
}

rows! {
    a_bare_190_ends_the_sign_in: 190, None => Auth, AfterSignIn, Account;
    code_190_458_says_the_app_was_removed: 190, Some(458) => Auth, AfterSignIn, Account;
    code_190_459_is_a_checkpoint: 190, Some(459) => Auth, AfterSignIn, Account;
    code_190_460_is_a_changed_password: 190, Some(460) => Auth, AfterSignIn, Account;
    code_190_463_is_an_expired_token: 190, Some(463) => Auth, AfterSignIn, Account;
    code_190_464_is_an_unconfirmed_user: 190, Some(464) => Auth, AfterSignIn, Account;
    code_190_467_is_a_revoked_token: 190, Some(467) => Auth, AfterSignIn, Account;
    code_190_490_is_a_security_check: 190, Some(490) => Auth, AfterSignIn, Account;
    code_190_492_is_a_lost_role: 190, Some(492) => Auth, AfterSignIn, Account;
    code_190_33_refuses_only_the_exchange: 190, Some(33) => Auth, Never, Nothing;
    code_190_2069032_is_a_missing_page_permission: 190, Some(2_069_032) => Auth, AfterSignIn, Account;
    code_190_with_a_new_subcode_still_ends_the_sign_in: 190, Some(999_999) => Auth, AfterSignIn, Account;
    code_102_is_treated_as_190: 102, None => Auth, AfterSignIn, Account;
    code_101_is_a_wrong_app: 101, None => ConfigurationWrong, Never, Account;
    code_10_2534022_is_the_closed_window: 10, Some(2_534_022) => WindowClosed, Never, Nothing;
    code_10_2018278_is_the_closed_window_in_messengers_words: 10, Some(2_018_278) => WindowClosed, Never, Nothing;
    code_10_2018065_is_the_closed_window_too: 10, Some(2_018_065) => WindowClosed, Never, Nothing;
    code_10_2018108_is_a_person_who_cannot_receive: 10, Some(2_018_108) => RecipientUnavailable, Never, Conversation;
    code_10_1893063_is_a_restriction_and_not_the_window: 10, Some(1_893_063) => AccountRestricted, LaterLong, Account;
    code_10_2534077_is_an_unverified_link: 10, Some(2_534_077) => Auth, AfterSignIn, Account;
    code_10_2018300_is_another_apps_thread: 10, Some(2_018_300) => ThreadHeldByOther, Never, Conversation;
    code_2018300_alone_is_another_apps_thread: 2_018_300, None => ThreadHeldByOther, Never, Conversation;
    code_2018321_is_a_flow_that_passes: 2_018_321, None => ThreadHeldByOther, Later, Conversation;
    a_bare_10_is_a_missing_permission: 10, None => Permission, AfterSignIn, Account;
    a_bare_100_is_a_bad_parameter: 100, None => InvalidContent, Never, Nothing;
    code_100_33_does_not_exist: 100, Some(33) => NotFound, Never, Nothing;
    code_100_2534014_is_an_unknown_recipient: 100, Some(2_534_014) => RecipientUnavailable, Never, Conversation;
    code_100_2018001_is_an_unknown_user: 100, Some(2_018_001) => RecipientUnavailable, Never, Conversation;
    code_100_2534013_is_an_unlinked_page: 100, Some(2_534_013) => ConfigurationWrong, Never, Account;
    code_100_2534015_is_invalid_message_data: 100, Some(2_534_015) => InvalidContent, Never, Nothing;
    code_100_2534025_is_a_comment_that_cannot_be_answered: 100, Some(2_534_025) => InvalidContent, Never, Nothing;
    code_100_2534029_is_a_blocked_business: 100, Some(2_534_029) => AccountRestricted, WhenFixed, Account;
    code_100_2534037_is_not_the_threads_owner: 100, Some(2_534_037) => ThreadHeldByOther, Never, Conversation;
    code_100_2534080_is_an_unsupported_format: 100, Some(2_534_080) => InvalidContent, Never, Nothing;
    code_100_2018008_may_be_tried_once_more: 100, Some(2_018_008) => InvalidContent, LaterOnce, Nothing;
    code_100_2018047_is_the_wrong_type: 100, Some(2_018_047) => InvalidContent, Never, Nothing;
    code_100_2018074_is_an_unknown_attachment: 100, Some(2_018_074) => InvalidContent, Never, Nothing;
    code_100_2018109_is_too_large: 100, Some(2_018_109) => InvalidContent, Never, Nothing;
    code_100_2018294_may_be_tried_once_more: 100, Some(2_018_294) => InvalidContent, LaterOnce, Nothing;
    code_100_2018014_mixes_two_things: 100, Some(2_018_014) => InvalidContent, Never, Nothing;
    code_100_with_a_new_subcode_is_permanent: 100, Some(424_242) => InvalidContent, Never, Nothing;
    a_bare_200_stops_the_account: 200, None => Permission, WhenFixed, Account;
    code_200_2534041_is_the_switch_on_the_phone: 200, Some(2_534_041) => MessagesDisabled, WhenFixed, Account;
    code_200_1545041_is_a_person_and_not_a_permission: 200, Some(1_545_041) => RecipientUnavailable, Never, Conversation;
    code_551_is_an_unavailable_person: 551, None => RecipientUnavailable, Never, Conversation;
    code_551_1545041_is_an_unavailable_person: 551, Some(1_545_041) => RecipientUnavailable, Never, Conversation;
    code_200_2018028_is_a_recipient_without_a_role: 200, Some(2_018_028) => Permission, Never, Conversation;
    code_200_2534066_lacks_the_comments_scope: 200, Some(2_534_066) => Permission, AfterSignIn, Nothing;
    code_10900_is_a_comment_already_answered: 10_900, None => InvalidContent, Never, Nothing;
    code_10903_1893049_is_a_restricted_recipient: 10_903, Some(1_893_049) => RecipientUnavailable, Never, Conversation;
    code_10904_1893050_is_a_page_without_messages: 10_904, Some(1_893_050) => MessagesDisabled, Never, Account;
    code_25_2207050_is_a_restricted_account: 25, Some(2_207_050) => AccountRestricted, WhenFixed, Account;
    code_230_is_missing_consent: 230, None => ConsentMissing, Never, Nothing;
    code_9010_is_no_such_person: 9010, None => RecipientUnavailable, Never, Nothing;
    code_283_needs_another_permission: 283, None => Permission, Never, Nothing;
    code_36103_is_a_creator_not_yet_eligible: 36_103, None => AccountRestricted, WhenFixed, Account;
    code_9000001_is_a_deleted_message: 9_000_001, None => NotFound, Never, Nothing;
    code_2534001_is_an_archived_thread: 2_534_001, None => NotFound, Never, Conversation;
    code_2534122_may_not_send: 2_534_122, None => AccountRestricted, WhenFixed, Account;
    code_1609005_is_an_unreadable_link: 1_609_005, None => InvalidContent, Never, Nothing;
    code_1_may_have_worked: 1, None => Unknown, ReconcileFirst, Nothing;
    code_1_99_is_unknown_and_not_repeated: 1, Some(99) => Unknown, Never, Nothing;
    code_1_1357046_was_sent_anyway: 1, Some(1_357_046) => Unknown, ReconcileFirst, Nothing;
    code_2_may_have_worked: 2, None => Unknown, ReconcileFirst, Nothing;
    code_2_1545133_passes: 2, Some(1_545_133) => Transient, Later, Nothing;
    code_3_lacks_a_capability: 3, None => ConfigurationWrong, Never, Account;
    code_4_is_the_apps_limit: 4, None => RateLimited, Later, Pace;
    code_17_is_the_users_limit: 17, None => RateLimited, Later, Pace;
    code_32_is_the_pages_limit: 32, None => RateLimited, Later, Pace;
    code_613_is_a_limit: 613, None => RateLimited, Later, Pace;
    code_613_2534040_is_a_limit: 613, Some(2_534_040) => RateLimited, Later, Pace;
    code_613_2018338_asks_to_slow_down: 613, Some(2_018_338) => RateLimited, Later, Pace;
    code_80001_is_a_business_limit: 80_001, Some(2_446_079) => RateLimited, Later, Pace;
    code_80002_is_a_business_limit: 80_002, Some(2_446_079) => RateLimited, Later, Pace;
    code_80006_is_a_business_limit: 80_006, Some(2_446_079) => RateLimited, Later, Pace;
    code_341_is_the_applications_limit: 341, None => RateLimited, Later, Pace;
    code_368_is_a_block_for_policy: 368, None => AccountRestricted, LaterLong, Account;
    code_803_is_an_unknown_object: 803, None => NotFound, Never, Nothing;
    code_27_needs_conversation_routing: 27, None => ConfigurationWrong, Never, Nothing;
    code_36001_is_about_publishing: 36_001, None => InvalidContent, Never, Nothing;
    code_2207026_is_about_publishing: 2_207_026, None => InvalidContent, Never, Nothing;
    code_minus_1_may_have_worked: -1, None => Unknown, ReconcileFirst, Nothing;
    other_codes_of_the_200s_are_permissions: 294, None => Permission, WhenFixed, Account;
    a_code_that_no_row_names_is_refused_for_good: 777, Some(1) => Other, Never, Nothing;
}

#[test]
fn no_pair_of_code_and_subcode_has_two_rows() {
    for (position, rule) in RULES.iter().enumerate() {
        let twins = RULES.iter().skip(position + 1);
        let mut twins = twins.filter(|other| other.codes == rule.codes && other.subcode == rule.subcode);
        assert!(twins.next().is_none(), "{:?} {:?}", rule.codes, rule.subcode);
    }
}

#[test]
fn every_row_of_the_table_can_be_reached() {
    for rule in RULES {
        let subcode = match rule.subcode {
            Subcode::Is(subcode) => Some(subcode),
            Subcode::Any => None,
        };
        let code = match rule.codes {
            Codes::One(code) => code,
            Codes::Range(_, last) => last,
            Codes::Any => continue,
        };
        assert_eq!(classify(code, subcode), rule);
    }
}
