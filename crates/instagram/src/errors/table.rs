//! The known errors (contract 5.2), one row each. Data only: reading it needs no code.

use super::rule::Class::{self, *};
use super::rule::Codes::{self, One, Range};
use super::rule::Retry::{self, *};
use super::rule::Rule;
use super::rule::Stops::{self, *};
use super::rule::Subcode::{self, Any, Is};

/// What is said about a code that no row names. It was refused, so nothing happened; nothing says that
/// repeating helps.
pub(super) static FALLBACK: Rule = Rule {
    codes: Codes::Any,
    subcode: Subcode::Any,
    class: Class::Other,
    retry: Retry::Never,
    stops: Stops::Nothing,
    sentence: "Instagram refused this with an error that is not known here.",
};

const OUTSIDE_WINDOW: &str =
    "More than 24 hours have passed since this person last wrote, so Instagram does not let us answer.";
const HELD_BY_APP: &str =
    "Another app controls this conversation. Take it over in Meta's conversation routing, or answer there.";
const UNAVAILABLE: &str = "This person cannot be reached: they blocked the account or are no longer there.";
const SLOW_DOWN: &str = "Instagram's rate limit is reached. Sending continues by itself after a pause.";
const SIGN_IN_AGAIN: &str = "Instagram no longer accepts this account's sign-in. Sign in again.";

/// A row is: codes, subcodes => class, retry, what stops, the operator's sentence.
macro_rules! rules {
    ($($codes:expr, $subcode:expr => $class:ident, $retry:ident, $stops:ident, $sentence:expr;)*) => {
        &[$(Rule {
            codes: $codes,
            subcode: $subcode,
            class: $class,
            retry: $retry,
            stops: $stops,
            sentence: $sentence,
        }),*]
    };
}

/// Every error that is known, in the order of the contract. The last rows are ranges.
pub static RULES: &[Rule] = rules! {
    // The sign-in.
    One(190), Any => Auth, AfterSignIn, Account, SIGN_IN_AGAIN;
    One(190), Is(458) => Auth, AfterSignIn, Account,
        "The app was removed in Instagram's settings. Sign in again.";
    One(190), Is(459) => Auth, AfterSignIn, Account,
        "Instagram wants the account's owner to log in on instagram.com first. Do that, then sign in again.";
    One(190), Is(460) => Auth, AfterSignIn, Account, "The account's password was changed. Sign in again.";
    One(190), Is(463) => Auth, AfterSignIn, Account, "The sign-in has expired. Sign in again.";
    One(190), Is(464) => Auth, AfterSignIn, Account,
        "The account is not confirmed. Confirm it on Instagram, then sign in again.";
    One(190), Is(467) => Auth, AfterSignIn, Account, "The account was logged out. Sign in again.";
    One(190), Is(490) => Auth, AfterSignIn, Account,
        "Instagram holds the account at a security check. Pass it on Instagram, then sign in again.";
    One(190), Is(492) => Auth, AfterSignIn, Account,
        "The person who signed in no longer manages this account. Sign in as someone who does.";
    One(190), Is(33) => Auth, Never, Nothing,
        "This token cannot be made longer: it is long-lived already, or not one of this app's.";
    One(190), Is(2_069_032) => Auth, AfterSignIn, Account,
        "A Page permission is missing. Sign in again and allow it.";
    One(102), Any => Auth, AfterSignIn, Account, SIGN_IN_AGAIN;
    One(101), Any => ConfigurationWrong, Never, Account, "The app id or the app secret is wrong.";
    // Code 10: window, restriction, permission.
    One(10), Is(2_534_022) => WindowClosed, Never, Nothing, OUTSIDE_WINDOW;
    One(10), Is(2_018_278) => WindowClosed, Never, Nothing, OUTSIDE_WINDOW;
    One(10), Is(2_018_065) => WindowClosed, Never, Nothing, OUTSIDE_WINDOW;
    One(10), Is(2_018_108) => RecipientUnavailable, Never, Conversation,
        "This person cannot receive messages at the moment.";
    One(10), Is(1_893_063) => AccountRestricted, LaterLong, Account,
        "Instagram restricts this account's sending for some hours.";
    One(10), Is(2_534_077) => Auth, AfterSignIn, Account,
        "Instagram cannot verify who manages this account. Turn on two-factor login, then sign in again.";
    One(10), Is(2_018_300) => ThreadHeldByOther, Never, Conversation, HELD_BY_APP;
    One(2_018_300), Any => ThreadHeldByOther, Never, Conversation, HELD_BY_APP;
    One(2_018_321), Any => ThreadHeldByOther, Later, Conversation,
        "One of Meta's automatic questions and answers holds this conversation for now.";
    One(10), Any => Permission, AfterSignIn, Account,
        "The app lacks a permission for this. Sign in again and allow everything it asks for.";
    // Code 100: the parameters.
    One(100), Any => InvalidContent, Never, Nothing, "Instagram does not accept this content as it is.";
    One(100), Is(33) => NotFound, Never, Nothing,
        "This no longer exists on Instagram, or the account may not see it.";
    One(100), Is(2_534_014) => RecipientUnavailable, Never, Conversation,
        "Instagram does not find this person for the account, or another app answers first.";
    One(100), Is(2_018_001) => RecipientUnavailable, Never, Conversation,
        "Instagram does not find this person for the account.";
    One(100), Is(2_534_013) => ConfigurationWrong, Never, Account,
        "The Facebook Page is not linked to an Instagram account.";
    One(100), Is(2_534_015) => InvalidContent, Never, Nothing,
        "Instagram does not accept this kind of message.";
    One(100), Is(2_534_025) => InvalidContent, Never, Nothing,
        "The comment cannot be answered privately: it is gone, older than seven days, or already answered.";
    One(100), Is(2_534_029) => AccountRestricted, WhenFixed, Account,
        "Instagram has blocked this account from its messaging API. See the account's status on Instagram.";
    One(100), Is(2_534_037) => ThreadHeldByOther, Never, Conversation, HELD_BY_APP;
    One(100), Is(2_534_080) => InvalidContent, Never, Nothing, "Instagram does not accept this file format.";
    One(100), Is(2_018_008) => InvalidContent, LaterOnce, Nothing,
        "Instagram could not fetch the file's address.";
    One(100), Is(2_018_047) => InvalidContent, Never, Nothing, "The file is not of the kind it was sent as.";
    One(100), Is(2_018_074) => InvalidContent, Never, Nothing, "The uploaded file is not known to Instagram.";
    One(100), Is(2_018_109) => InvalidContent, Never, Nothing, "The file is too large for Instagram.";
    One(100), Is(2_018_294) => InvalidContent, LaterOnce, Nothing,
        "Instagram took too long to fetch the video, or it is damaged.";
    One(100), Is(2_018_014) => InvalidContent, Never, Nothing,
        "A message and a typing sign cannot go out as one.";
    // Code 200: permission and access.
    One(200), Any => Permission, WhenFixed, Account,
        "Instagram does not let the app do this. Check that \"Allow access to messages\" is on in the \
         Instagram app, that the app is Live, and that Meta asks for nothing in the developer dashboard.";
    One(200), Is(2_534_041) => MessagesDisabled, WhenFixed, Account,
        "Access to messages is switched off. In the Instagram app: Settings, Messages and story replies, \
         Message controls, Connected tools, Allow access to messages.";
    One(200), Is(1_545_041) => RecipientUnavailable, Never, Conversation, UNAVAILABLE;
    One(551), Any => RecipientUnavailable, Never, Conversation, UNAVAILABLE;
    One(551), Is(1_545_041) => RecipientUnavailable, Never, Conversation, UNAVAILABLE;
    One(200), Is(2_018_028) => Permission, Never, Conversation,
        "Meta has not approved the app yet, so it may only write to people who have a role in it.";
    One(200), Is(2_534_066) => Permission, AfterSignIn, Nothing,
        "The sign-in does not allow private replies to comments. Sign in again and allow comments.";
    One(10_900), Any => InvalidContent, Never, Nothing, "This comment has already been answered privately.";
    One(10_903), Is(1_893_049) => RecipientUnavailable, Never, Conversation,
        "This person cannot be answered privately.";
    One(10_904), Is(1_893_050) => MessagesDisabled, Never, Account,
        "The Page's messages are switched off, so comments cannot be answered privately.";
    // The account.
    One(25), Is(2_207_050) => AccountRestricted, WhenFixed, Account,
        "Instagram restricts the account. Open Instagram and follow what it asks for.";
    One(230), Any => ConsentMissing, Never, Nothing,
        "This person has not written to the account, so their profile is closed.";
    One(9_010), Any => RecipientUnavailable, Never, Nothing, "Instagram knows no such person.";
    One(283), Any => Permission, Never, Nothing, "The app lacks a permission for this.";
    One(36_103), Any => AccountRestricted, WhenFixed, Account,
        "This creator account may not use the messaging API yet.";
    One(9_000_001), Any => NotFound, Never, Nothing, "The message was deleted.";
    One(2_534_001), Any => NotFound, Never, Conversation,
        "The conversation was archived or deleted on Instagram.";
    One(2_534_122), Any => AccountRestricted, WhenFixed, Account,
        "Instagram does not let this account send messages.";
    One(1_609_005), Any => InvalidContent, Never, Nothing,
        "Instagram could not read the link, or the story is gone.";
    // It may have worked.
    One(1), Any => Unknown, ReconcileFirst, Nothing,
        "Instagram failed without saying whether it did what was asked.";
    One(1), Is(99) => Unknown, Never, Nothing, "Instagram failed, most often because a permission is missing.";
    One(1), Is(1_357_046) => Unknown, ReconcileFirst, Nothing,
        "Instagram reported a failure, yet such messages are usually delivered.";
    One(2), Any => Unknown, ReconcileFirst, Nothing,
        "Instagram's service failed without saying whether it did what was asked. Some who block an \
         account look like this.";
    One(2), Is(1_545_133) => Transient, Later, Nothing, "Instagram's service is unavailable for the moment.";
    One(-1), Any => Unknown, ReconcileFirst, Nothing,
        "Instagram failed without saying whether it did what was asked.";
    One(3), Any => ConfigurationWrong, Never, Account,
        "The app lacks this capability, or the call went to the wrong kind of account.";
    // Limits.
    One(4), Any => RateLimited, Later, Pace, SLOW_DOWN;
    One(17), Any => RateLimited, Later, Pace, SLOW_DOWN;
    One(32), Any => RateLimited, Later, Pace, SLOW_DOWN;
    One(613), Any => RateLimited, Later, Pace, SLOW_DOWN;
    One(613), Is(2_534_040) => RateLimited, Later, Pace, SLOW_DOWN;
    One(613), Is(2_018_338) => RateLimited, Later, Pace,
        "Instagram warns that people find these messages bothersome. Sending slows down.";
    One(80_001), Any => RateLimited, Later, Pace, SLOW_DOWN;
    One(80_002), Any => RateLimited, Later, Pace, SLOW_DOWN;
    One(80_006), Any => RateLimited, Later, Pace, SLOW_DOWN;
    One(341), Any => RateLimited, Later, Pace, SLOW_DOWN;
    One(368), Any => AccountRestricted, LaterLong, Account,
        "Instagram blocks this for now because of its policies.";
    // The rest.
    One(803), Any => NotFound, Never, Nothing, "What was asked for does not exist on Instagram.";
    One(27), Any => ConfigurationWrong, Never, Nothing,
        "Taking a conversation over needs Meta's conversation routing.";
    Range(36_000, 36_003), Any => InvalidContent, Never, Nothing, "Instagram does not accept this media file.";
    Range(2_207_001, 2_207_082), Any => InvalidContent, Never, Nothing,
        "Instagram does not accept this media file.";
    Range(200, 299), Any => Permission, WhenFixed, Account,
        "The app lacks a permission for this. Sign in again and allow everything it asks for.";
};
