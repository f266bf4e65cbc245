/* Generated from openapi.json by `npm run types`. Do not edit. */

export interface paths {
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every account that was ever connected. */
        get: operations["accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Disconnects: the platform is told first, the history stays. */
        delete: operations["disconnect"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/autopilot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An account's autopilot. */
        get: operations["autopilot"];
        /** Changes an account's autopilot. */
        put: operations["set_autopilot"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/autopilot/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Stores the key for the model's server. */
        put: operations["set_key"];
        post?: never;
        /** Removes the key for the model's server. */
        delete: operations["forget_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/autopilot/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks the model one small question. */
        post: operations["try_autopilot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/public-address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Stores the public address of the listener. */
        put: operations["public_address"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets an account that Instagram had stopped send again; the next refusal stops it anew. */
        post: operations["resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens a wizard. Practice runs every step by itself. */
        post: operations["connect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connect/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The wizard as it stands. */
        get: operations["get_wizard"];
        put?: never;
        post?: never;
        /** Closes the wizard; nothing of it stays. */
        delete: operations["close"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connect/{id}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries again what failed. */
        post: operations["again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connect/{id}/app": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Enters app id and secret. */
        put: operations["app"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connect/{id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a wizard whose account is connected. */
        post: operations["finish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connect/{id}/paste": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the address that the browser ended at. */
        post: operations["paste"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connect/{id}/public-address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Stores the public address for the wizard's account. */
        put: operations["wizard_address"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connect/{id}/redirect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Chooses the redirect URI: plain http that comes back by itself, or https whose answer is pasted. */
        put: operations["redirect"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connect/{id}/replace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers the wizard's question. */
        post: operations["replace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connect/{id}/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins a sign-in. */
        post: operations["sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the list. */
        get: operations["list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One conversation. */
        get: operations["conversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the autopilot did in a conversation, newest first. */
        get: operations["decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keeps what is in the composer. */
        put: operations["draft"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{id}/hand-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The operator hands back. */
        post: operations["hand_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of a conversation, newest first: the newest, before a cursor, or after one. */
        get: operations["items"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{id}/items/around": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page around an item. */
        get: operations["around"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The operator has read the conversation, up to what was on screen. */
        post: operations["read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{id}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends. Repeating it with the same `send_id` gives the first result. */
        post: operations["reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{id}/take-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The operator takes over. */
        post: operations["take_over"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/conversations/{id}/typed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A non-blank character was typed. */
        post: operations["typed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/decisions/{burst}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the autopilot did for a burst. */
        get: operations["decision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became stale, as it happens. */
        get: operations["listen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How each part does. */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health/undecodable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What could not be read. */
        get: operations["undecodable"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health/undecodable/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads it again, after an upgrade. */
        post: operations["replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The practice platform as it stands. */
        get: operations["practice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practice/customers/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes as a customer. */
        post: operations["write"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practice/scripts/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a script begin. */
        post: operations["script"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practice/story": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Lets the customers write on their own, or stop. */
        put: operations["story"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Searches everything, newest first. */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sends/{id}/pass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets later sends pass an unknown one. */
        post: operations["pass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sends/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers the question of an unknown send. */
        post: operations["resolve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sends/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a failed message again, and the parts right after it that it took along. */
        post: operations["retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sends/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes back what has not left. */
        post: operations["undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The settings. */
        get: operations["settings"];
        /** Changes the settings. */
        put: operations["set_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An account. */
        Account: {
            /** @description The app it is connected through. */
            app_id: string;
            /** @description Whether its autopilot answers. */
            autopilot_on: boolean;
            /**
             * Format: int64
             * @description When it was connected, ms.
             */
            connected_at: number;
            /** @description Where it lives. */
            host: components["schemas"]["Host"];
            /**
             * Format: int32
             * @description Its colour: a hue in degrees.
             */
            hue: number;
            /** @description The 1784… id. */
            id: string;
            /** @description The name shown. */
            name: string | null;
            /** @description What to do about it; null: nothing. */
            next_step: string | null;
            /** @description What is known of receiving. */
            receiving: components["schemas"]["Receiving"];
            /** @description How it stands, in words. */
            sentence: string;
            /** @description How it stands. */
            state: components["schemas"]["AccountState"];
            /** @description Its token. */
            token: components["schemas"]["Token"];
            /**
             * Format: int64
             * @description Unread messages.
             */
            unread: number;
            /** @description The handle. */
            username: string;
        };
        /** @description An account. */
        AccountPart: components["schemas"]["Part"] & {
            /** @description Its id. */
            id: string;
            /** @description Its handle. */
            username: string;
        };
        /**
         * @description How an account stands.
         * @enum {string}
         */
        AccountState: "live" | "sign_in_again" | "paused" | "stopped" | "disconnected";
        /** @description App id and secret. */
        AppKeys: {
            /** @description The Instagram app's id. */
            app_id: string;
            /** @description Its secret. */
            app_secret: string;
        };
        /** @description An attachment. */
        Attachment: {
            /** @description What it is. */
            kind: components["schemas"]["AttachmentKind"];
            /** @description Opens in the browser. */
            link: string | null;
            /** @description A loopback address for an image, a player. */
            src: string | null;
            /** @description A caption. */
            title: string | null;
        };
        /**
         * @description What an attachment is.
         * @enum {string}
         */
        AttachmentKind: "image" | "video" | "audio" | "file" | "share" | "ig_post" | "reel" | "ig_story" | "story_mention" | "sticker" | "template" | "ephemeral" | "unknown";
        /** @description An account's autopilot. */
        Autopilot: {
            /** @description The model's server. */
            base_url: string;
            /** @description Whom it speaks for. */
            company: string;
            /**
             * Format: int32
             * @description How many tokens a call may hold.
             */
            context_tokens: number;
            /** @description Whether a key is stored. The key itself is never read back. */
            has_key: boolean;
            /** @description What it may state as true. */
            key_information: string;
            /**
             * Format: int32
             * @description The longest answer, bytes.
             */
            max_reply_bytes: number;
            /** @description The model's name. */
            model: string;
            /** @description Whether it answers. */
            on: boolean;
            /** @description The owner's instructions. */
            prompt: string;
            /** @description Names everything that shapes the prompt. */
            prompt_version: string;
            /** @description What kind of business that is. */
            sector: string;
            /** @description How it shall sound. */
            tone: string;
        };
        /** @description What may be changed of it. */
        AutopilotChange: {
            /** @description The model's server. */
            base_url: string;
            /** @description Whom it speaks for. */
            company: string;
            /**
             * Format: int32
             * @description How many tokens a call may hold.
             */
            context_tokens: number;
            /** @description What it may state as true. */
            key_information: string;
            /**
             * Format: int32
             * @description The longest answer, bytes.
             */
            max_reply_bytes: number;
            /** @description The model's name. */
            model: string;
            /** @description Whether it answers. */
            on: boolean;
            /** @description The owner's instructions. */
            prompt: string;
            /** @description What kind of business that is. */
            sector: string;
            /** @description How it shall sound. */
            tone: string;
        };
        /** @description What the autopilot is doing, and until when. */
        AutopilotNow: {
            /**
             * Format: int64
             * @description When it is due, ms.
             */
            due_at: number | null;
            /** @description What. */
            state: components["schemas"]["AutopilotWork"];
        };
        /**
         * @description What the autopilot is doing.
         * @enum {string}
         */
        AutopilotWork: "idle" | "waiting" | "writing" | "sending";
        /** @description A check. */
        Check: {
            /** @description Likely causes, the likeliest first. */
            causes: string[];
            /** @description Which. */
            name: components["schemas"]["CheckName"];
            /** @description What to do next. */
            next_step: string | null;
            /** @description Meta's own words. */
            quoted: string | null;
            /** @description What happened. */
            sentence: string;
            /** @description How it stands. */
            state: components["schemas"]["CheckState"];
            /** @description Its title. */
            title: string;
        };
        /**
         * @description What is checked.
         * @enum {string}
         */
        CheckName: "app_shape" | "sign_in" | "exchange" | "permissions" | "long_lived" | "identity" | "subscription" | "handshake" | "test_event" | "first_message";
        /**
         * @description How a check stands.
         * @enum {string}
         */
        CheckState: "wait" | "run" | "ok" | "warn" | "bad";
        /** @description The clock. */
        ClockPart: components["schemas"]["Part"] & {
            /**
             * Format: int64
             * @description The platform's time minus this machine's, ms.
             */
            offset_ms: number;
        };
        /** @description Whether the operator may write. */
        Composer: {
            /** @description Whether. */
            allowed: boolean;
            /** @description Why not. */
            sentence: string | null;
        };
        /** @description Opens a wizard. */
        Connect: {
            /** @description Where the account shall live. */
            host: components["schemas"]["ConnectHost"];
        };
        /**
         * @description Where a new account shall live.
         * @enum {string}
         */
        ConnectHost: "practice" | "instagram";
        /** @description A contact. */
        Contact: {
            /** @description The IGSID. */
            id: string;
            /** @description The name to show: the name, the handle, or a number. */
            name: string;
            /** @description A loopback address of the face. */
            picture: string | null;
            /** @description The handle. */
            username: string | null;
        };
        /** @description A conversation. */
        Conversation: components["schemas"]["Row"] & {
            /** @description Whether the operator may write. */
            composer: components["schemas"]["Composer"];
            /** @description What is in the composer. */
            draft_text: string;
            /** @description The newest item: passed back as `seen` with a reply. */
            newest: string | null;
            /** @description What is known of the contact. */
            profile: components["schemas"]["Profile"];
            /**
             * @description Other conversations of the same person, the proven first, then the newest: Instagram gives a person another id
             *     for another app.
             */
            same_person: components["schemas"]["SamePerson"][];
        };
        /** @description How many conversations each part holds. */
        Counts: {
            /**
             * Format: int64
             * @description Everything.
             */
            all: number;
            /**
             * Format: int64
             * @description The autopilot is on it.
             */
            autopilot: number;
            /**
             * Format: int64
             * @description The window closes soon.
             */
            closing: number;
            /**
             * Format: int64
             * @description A human is needed.
             */
            needs_me: number;
            /**
             * Format: int64
             * @description Unread messages.
             */
            unread: number;
        };
        /** @description What the autopilot did for a burst, silence included. */
        Decision: {
            /**
             * Format: int64
             * @description When, ms.
             */
            at: number;
            /**
             * Format: int64
             * @description The basis it was decided on.
             */
            basis: number;
            /** @description The burst. */
            burst: string;
            /**
             * Format: int32
             * @description How many calls were made.
             */
            calls: number;
            /**
             * Format: int32
             * @description Tokens of the answer.
             */
            completion_tokens: number | null;
            /** @description The conversation. */
            conversation_id: string;
            /**
             * Format: int64
             * @description How long the model took, ms.
             */
            latency_ms: number | null;
            /** @description How many messages it was about. */
            messages: number;
            /** @description The model. */
            model: string | null;
            /** @description What became of it. */
            outcome: components["schemas"]["Outcome"];
            /**
             * Format: int32
             * @description Tokens of the prompt.
             */
            prompt_tokens: number | null;
            /** @description What shaped the prompt. */
            prompt_version: string | null;
            /** @description Why, as a stable code. */
            reason: string;
            /** @description The answer's parts. */
            send_ids: string[];
            /** @description Why, in words. */
            sentence: string;
        };
        /** @description What became of a disconnection. */
        Disconnected: {
            /** @description What happened. */
            sentence: string;
            /** @description Whether the platform agreed to deliver nothing more. */
            unsubscribed: boolean;
        };
        /** @description What is in the composer. */
        Draft: {
            /** @description The text. */
            text: string;
        };
        /**
         * @description What says that two conversations are with one person: a `message` known under both ids proves it; the same `handle`
         *     only proposes it.
         * @enum {string}
         */
        Evidence: "message" | "handle";
        /** @description One message of the feed. */
        FeedMessage: {
            /**
             * Format: int64
             * @description The journal's position.
             */
            seq: number;
            /** @description What to read again. */
            stale: string[];
        } | {
            /** @description Always true. */
            resync: boolean;
            /**
             * Format: int64
             * @description The journal's position.
             */
            seq: number;
        };
        /** @description Health. */
        Health: {
            /** @description The accounts. */
            accounts: components["schemas"]["AccountPart"][];
            /** @description The clock. */
            clock: components["schemas"]["ClockPart"];
            /** @description Intake. */
            intake: components["schemas"]["IntakePart"];
            /** @description The model. */
            model: components["schemas"]["ModelPart"];
            /** @description The outbox. */
            outbox: components["schemas"]["OutboxPart"];
            /**
             * Format: int64
             * @description The journal's position.
             */
            seq: number;
        };
        /** @description A message found. */
        Hit: {
            /** @description Whose account. */
            account_id: string;
            /**
             * Format: int64
             * @description When, ms.
             */
            at: number;
            /** @description With whom. */
            contact: components["schemas"]["Contact"];
            /** @description In which conversation. */
            conversation_id: string;
            /** @description The message. */
            key: string;
            /** @description What to emphasise, in UTF-16 units. */
            marks: [
                number,
                number
            ][];
            /** @description The words around what was found. */
            snippet: string;
            /** @description Whose words. */
            who: components["schemas"]["Who"];
        };
        /** @description A page of hits. */
        HitPage: {
            /** @description The hits. */
            hits: components["schemas"]["Hit"][];
            /** @description The next page's cursor. */
            next: string | null;
        };
        /**
         * @description Where an account lives.
         * @enum {string}
         */
        Host: "practice" | "meta" | "custom";
        /** @description Intake. */
        IntakePart: components["schemas"]["Part"] & {
            /**
             * Format: int64
             * @description Of those, known already.
             */
            duplicates: number;
            /**
             * Format: int64
             * @description When something last came, ms.
             */
            last_received_at: number | null;
            /** @description Where deliveries arrive. */
            listener: string;
            /**
             * Format: int64
             * @description Items received.
             */
            received: number;
            /**
             * Format: int64
             * @description Deliveries whose signature was refused.
             */
            refused_signatures: number;
            /**
             * Format: int64
             * @description Items for accounts that are not connected.
             */
            unconnected: number;
            /**
             * Format: int64
             * @description Records that could not be read.
             */
            undecodable: number;
        };
        /** @description Something that stands in a conversation. */
        Item: (components["schemas"]["Message"] & {
            /** @enum {string} */
            type: "message";
        }) | (components["schemas"]["OwnerChange"] & {
            /** @enum {string} */
            type: "owner_change";
        });
        /** @description A page of items, newest first. */
        ItemPage: {
            /** @description The items. */
            items: components["schemas"]["Item"][];
            /** @description The cursor of the newer page. */
            newer: string | null;
            /** @description The cursor of the next, older page. */
            next: string | null;
        };
        /** @description The last message, for the list. */
        Last: {
            /**
             * Format: int64
             * @description When, ms.
             */
            at: number;
            /** @description What it is. */
            kind: string;
            /** @description One line of it. */
            text: string;
            /** @description Whose. */
            who: components["schemas"]["Who"];
        };
        /**
         * @description How long a token lasts.
         * @enum {string}
         */
        Lifetime: "long" | "short";
        /** @description A message. */
        Message: {
            /**
             * Format: int64
             * @description When, ms.
             */
            at: number;
            /** @description What is attached. */
            attachments: components["schemas"]["Attachment"][];
            /** @description The burst it answers: ask for its decision. */
            burst: string | null;
            /** @description Whether it was edited. */
            edited: boolean;
            /** @description Its stable key. */
            key: string;
            /** @description What it is. */
            kind: string;
            /** @description Meta's id. */
            mid: string | null;
            /** @description Bound to its echo before the answer came. */
            provisional: boolean;
            /** @description Reactions. */
            reactions: components["schemas"]["Reaction"][];
            reply_to: components["schemas"]["ReplyTo"] | null;
            /**
             * Format: int64
             * @description When the customer saw it, ms.
             */
            seen_at: number | null;
            send: components["schemas"]["Send"] | null;
            /**
             * Format: int64
             * @description Its position in the journal.
             */
            seq: number;
            story: components["schemas"]["Story"] | null;
            /** @description The words. */
            text: string | null;
            /** @description Whether it was taken back. */
            unsent: boolean;
            /** @description Whose. */
            who: components["schemas"]["Who"];
        };
        /** @description A key for the model's server. */
        ModelKey: {
            /** @description The key. */
            key: string;
        };
        /** @description The model. */
        ModelPart: components["schemas"]["Part"] & {
            /**
             * Format: int64
             * @description How long its last answer took, ms.
             */
            last_latency_ms: number | null;
        };
        /** @description The outbox. */
        OutboxPart: components["schemas"]["Part"] & {
            /**
             * Format: int64
             * @description Asking the operator.
             */
            asking: number;
            /**
             * Format: int64
             * @description Waiting so that they can be undone.
             */
            held: number;
            /**
             * Format: int64
             * @description Ready, or waiting for a retry.
             */
            queued: number;
            /**
             * Format: int64
             * @description On the wire.
             */
            sending: number;
            /**
             * Format: int64
             * @description Not known.
             */
            unknown: number;
        };
        /**
         * @description What became of a burst.
         * @enum {string}
         */
        Outcome: "answered" | "handed_over" | "silent" | "failed";
        /** @description The owner of a conversation. */
        Owner: {
            /** @description What the autopilot is doing. */
            autopilot: components["schemas"]["AutopilotNow"];
            /** @description Whether a human is asked for. */
            needs_human: boolean;
            /** @description Why, as a stable code. */
            reason: string;
            /** @description Who and why, in words. */
            sentence: string;
            /**
             * Format: int64
             * @description Since when, ms.
             */
            since: number;
            /**
             * Format: int64
             * @description Until when, ms; null: until somebody changes it.
             */
            until: number | null;
            /** @description Who. */
            who: components["schemas"]["OwnerWho"];
        };
        /** @description A change of owner. */
        OwnerChange: {
            /**
             * Format: int64
             * @description When, ms.
             */
            at: number;
            /** @description Its stable key. */
            key: string;
            /** @description Who answers from here on. */
            owner: components["schemas"]["OwnerWho"];
            /** @description Why, as a stable code. */
            reason: string;
            /** @description The same in words. */
            sentence: string;
            /**
             * Format: int64
             * @description Its position in the journal.
             */
            seq: number;
        };
        /**
         * @description Who answers.
         * @enum {string}
         */
        OwnerWho: "autopilot" | "operator" | "nobody";
        /** @description A part in one sentence. */
        Part: {
            /** @description What to do. */
            next_step: string | null;
            /** @description The same in words. */
            sentence: string;
            /** @description How it does. */
            state: components["schemas"]["PartState"];
        };
        /**
         * @description How a part does.
         * @enum {string}
         */
        PartState: "ok" | "waiting" | "off" | "warning" | "failed";
        /** @description The address that the browser ended at. */
        Pasted: {
            /** @description The address. */
            url: string;
        };
        /** @description The practice platform. */
        Practice: {
            /** @description The practice account. */
            account_id: string | null;
            /** @description Its customers. */
            customers: components["schemas"]["PracticeCustomer"][];
            /** @description Whether this desk runs one. */
            running: boolean;
            /** @description The scripts. */
            scripts: components["schemas"]["PracticeScript"][];
            /** @description Whether the customers write on their own. */
            story_running: boolean;
        };
        /**
         * @description What a practice customer can attach.
         * @enum {string}
         */
        PracticeAttachment: "image" | "audio" | "video";
        /** @description A customer of the practice platform. */
        PracticeCustomer: {
            /** @description The IGSID. */
            id: string;
            /** @description The name shown. */
            name: string;
            /** @description The handle. */
            username: string;
        };
        /** @description What to write as a practice customer. */
        PracticeMessage: {
            attachment?: components["schemas"]["PracticeAttachment"] | null;
            /** @description The words. */
            text?: string | null;
        };
        /** @description A script that a customer can play. */
        PracticeScript: {
            /** @description Its name. */
            name: string;
            /** @description What it plays. */
            title: string;
        };
        /** @description Whether the practice customers write on their own. */
        PracticeStory: {
            /** @description Whether. */
            running: boolean;
        };
        /** @description A problem. */
        Problem: {
            /** @description With `newer_message`: what arrived, newest first. */
            arrived?: components["schemas"]["Message"][];
            /** @description The stable code. */
            code: string;
            /** @description What happened and what to do. */
            detail: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The status in words. */
            title: string;
            /** @description Always `about:blank`: the code says which problem it is. */
            type: string;
        };
        /** @description What is known of a contact. */
        Profile: {
            /**
             * Format: int64
             * @description When they first wrote, ms.
             */
            first_wrote_at: number | null;
            /**
             * Format: int64
             * @description Followers.
             */
            followers: number | null;
            /** @description Whether they follow the account. */
            follows_us: boolean | null;
            /**
             * Format: int64
             * @description How many messages there are.
             */
            messages: number;
            /** @description Whether they are verified. */
            verified: boolean | null;
            /** @description Whether the account follows them. */
            we_follow: boolean | null;
        };
        /** @description A public address. */
        PublicAddress: {
            /** @description Its https origin; null removes it. */
            url: string | null;
        };
        /** @description An answer to choose. */
        QuestionChoice: {
            /** @description Its label. */
            label: string;
            /** @description Its value. */
            value: string;
        };
        /** @description A reaction. */
        Reaction: {
            /** @description The emoji. */
            emoji: string;
            /** @description Whose. */
            who: components["schemas"]["Who"];
        };
        /** @description How far the operator has read. */
        ReadUpTo: {
            /** @description The newest item on screen: what arrived after it stays unread. `null`: everything was seen. */
            upto: string | null;
        };
        /** @description What is known of receiving. */
        Receiving: {
            /** @description Its path. */
            callback_path: string;
            /** @description What to enter in the dashboard, once a public address is known. */
            callback_url: string | null;
            /**
             * Format: int64
             * @description When the first real message came, ms.
             */
            first_message_at: number | null;
            /**
             * Format: int64
             * @description When the platform verified the callback, ms.
             */
            handshake_at: number | null;
            /** @description The public address that leads to the listener. */
            public_address: string | null;
            /**
             * Format: int64
             * @description When the dashboard's test event came, ms.
             */
            test_event_at: number | null;
            /** @description What to enter beside the callback URL. The one secret that is made to be copied. */
            verify_token: string;
        };
        /** @description Which redirect URI is registered. */
        Redirect: {
            /** @description Whether the one with https, which the dashboard may insist on. */
            https: boolean;
        };
        /** @description The answer to the wizard's question. */
        Replace: {
            /** @description Whether the new connection replaces the old one. */
            replace: boolean;
        };
        /** @description What reading it again came to. */
        Replayed: {
            /**
             * Format: int64
             * @description Taken in.
             */
            replayed: number;
            /**
             * Format: int64
             * @description Still not readable.
             */
            still: number;
        };
        /** @description What a reply became. */
        Replied: {
            /** @description Its parts in the outbox. */
            send_ids: string[];
        };
        /** @description A reply. */
        Reply: {
            /** @description The newest item on screen. */
            seen: string | null;
            /** @description Made by the window, kept until answered: a second press is harmless. */
            send_id: string;
            /** @description The text. */
            text: string;
        };
        /** @description The message replied to. */
        ReplyTo: {
            /** @description Its key; null when it is not here. */
            key: string | null;
            /** @description Its text. */
            text: string | null;
            who: components["schemas"]["Who"] | null;
        };
        /** @description Answers the question. */
        Resolve: {
            /** @description The answer. */
            choice: components["schemas"]["ResolveChoice"];
        };
        /**
         * @description The operator's answer about an unknown send.
         * @enum {string}
         */
        ResolveChoice: "send_again" | "it_arrived";
        /** @description A row of the list. */
        Row: {
            /** @description Whose. */
            account_id: string;
            /** @description With whom. */
            contact: components["schemas"]["Contact"];
            /** @description The beginning of what is in the composer. */
            draft: string | null;
            /** @description `account.contact`. */
            id: string;
            last: components["schemas"]["Last"] | null;
            /** @description Who answers. */
            owner: components["schemas"]["Owner"];
            trouble: components["schemas"]["Trouble"] | null;
            /**
             * Format: int32
             * @description Unread messages.
             */
            unread: number;
            /**
             * Format: int64
             * @description Until when the business may write, ms.
             */
            window_until: number | null;
        };
        /** @description A page of the list. */
        RowPage: {
            /** @description How many each part holds. */
            counts: components["schemas"]["Counts"];
            /** @description The next page's cursor. */
            next: string | null;
            /** @description The rows. */
            rows: components["schemas"]["Row"][];
        };
        /** @description Another conversation of the same person. */
        SamePerson: {
            /** @description The contact as it is known there. */
            contact: components["schemas"]["Contact"];
            /** @description What speaks for it. */
            evidence: components["schemas"]["Evidence"];
            /** @description `account.contact`. */
            id: string;
            /**
             * Format: int64
             * @description When it last moved, ms.
             */
            moved_at: number;
        };
        /** @description The truth about a send. */
        Send: {
            /** @description What can be done. */
            can: components["schemas"]["SendAction"][];
            /**
             * Format: int64
             * @description When it leaves, or is looked for, ms.
             */
            due_at: number | null;
            /** @description Its id. */
            id: string;
            /**
             * Format: int32
             * @description Which part.
             */
            part: number;
            /**
             * Format: int32
             * @description Of how many.
             */
            parts: number;
            /**
             * Format: int64
             * @description From when later ones may be let past it, wall time, ms; null when they may already, or never.
             */
            pass_at: number | null;
            question: components["schemas"]["SendQuestion"] | null;
            /** @description The same in words. */
            sentence: string;
            /** @description Where it is. */
            state: components["schemas"]["SendState"];
        };
        /**
         * @description What the operator can do with a send.
         * @enum {string}
         */
        SendAction: "undo" | "retry" | "copy" | "pass";
        /** @description The one question of an unknown send. */
        SendQuestion: {
            /** @description The question. */
            sentence: string;
        };
        /**
         * @description Where a send is.
         * @enum {string}
         */
        SendState: "held" | "queued" | "sending" | "accepted" | "confirmed" | "failed" | "cancelled" | "unknown";
        /** @description The settings. Delays in ms. */
        Settings: {
            /**
             * Format: int32
             * @description The port for webhooks and the sign-in redirect, from the next start on.
             */
            listener_port: number;
            /**
             * Format: int64
             * @description … but no later than this after its first.
             */
            longest_ms: number;
            /**
             * Format: int64
             * @description The operator owns the conversation this long after the last human act; null: until handed back.
             */
            operator_expiry_ms: number | null;
            /**
             * Format: int64
             * @description How long an own message can be undone.
             */
            operator_hold_ms: number;
            /**
             * Format: int64
             * @description A burst is answered this long after its last message.
             */
            quiet_ms: number;
            /**
             * Format: int64
             * @description With nothing sent this long after the last key, the conversation needs a human.
             */
            typing_expiry_ms: number;
        };
        /**
         * @description A part of the inbox.
         * @enum {string}
         */
        Split: "needs_me" | "autopilot" | "closing" | "all";
        /** @description The story replied to. */
        Story: {
            /** @description A loopback address; dead after a day. */
            src: string | null;
        };
        /** @description An account's token, without the token. */
        Token: {
            /**
             * Format: int64
             * @description When it ends, ms; null when it is not known.
             */
            expires_at: number | null;
            /** @description Its kind. */
            lifetime: components["schemas"]["Lifetime"];
        };
        /** @description What a trial call came to. */
        Tried: {
            /**
             * Format: int64
             * @description How long it took, ms.
             */
            latency_ms: number | null;
            /** @description Whether the model answered. */
            ok: boolean;
            /** @description What happened. */
            sentence: string;
        };
        /**
         * @description What is wrong with a send of the conversation.
         * @enum {string}
         */
        Trouble: "sending" | "checking" | "asking" | "failed";
        /** @description Something that could not be read. */
        Undecodable: {
            /** @description For which account. */
            account_id: string | null;
            /**
             * Format: int64
             * @description When it came, ms.
             */
            at: number;
            /** @description Its id. */
            id: string;
            /** @description Why it could not be read. */
            reason: string;
        };
        /** @description What could not be read. */
        UndecodablePage: {
            /** @description The records, oldest first. */
            items: components["schemas"]["Undecodable"][];
        };
        /** @description The words of what was taken back. */
        Undone: {
            /** @description The conversation's draft, which begins with them. */
            draft_text: string;
            /** @description The words. */
            text: string;
        };
        /**
         * @description Whose words a message holds.
         * @enum {string}
         */
        Who: "customer" | "autopilot" | "operator" | "phone" | "other_app";
        /** @description The wizard as it stands. */
        Wizard: {
            account: components["schemas"]["Account"] | null;
            /** @description The app's id. */
            app_id: string | null;
            /** @description The sign-in page. */
            authorize_url: string | null;
            /** @description The checks. */
            checks: components["schemas"]["Check"][];
            /** @description Where the account will live. */
            host: components["schemas"]["Host"];
            /** @description Its id. */
            id: string;
            question: components["schemas"]["WizardQuestion"] | null;
            receiving: components["schemas"]["Receiving"] | null;
            /** @description When to paste the address instead. */
            redirect_note: string;
            /** @description The exact redirect URI to register. */
            redirect_uri: string;
            /** @description The current step. */
            step: components["schemas"]["WizardStep"];
        };
        /** @description A question that only the operator can answer. */
        WizardQuestion: {
            /** @description The answers. */
            choices: components["schemas"]["QuestionChoice"][];
            /** @description The question. */
            sentence: string;
        };
        /**
         * @description The wizard's steps.
         * @enum {string}
         */
        WizardStep: "app" | "sign_in" | "receive" | "done";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    accounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"][];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disconnect: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Disconnected"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    autopilot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Autopilot"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_autopilot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AutopilotChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Autopilot"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelKey"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forget_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    try_autopilot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tried"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    public_address: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublicAddress"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    connect: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Connect"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wizard"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_wizard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wizard"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    close: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    again: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wizard"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    app: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppKeys"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wizard"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finish: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    paste: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Pasted"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wizard"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wizard_address: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublicAddress"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wizard"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redirect: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Redirect"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wizard"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Replace"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wizard"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wizard"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list: {
        parameters: {
            query?: {
                /** @description Only this account's. */
                account?: string;
                /** @description The page before this cursor. */
                before?: string;
                /** @description How many, at most 200. */
                limit?: number;
                /** @description Which part. */
                split?: components["schemas"]["Split"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowPage"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decisions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"][];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Draft"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hand_back: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Owner"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    items: {
        parameters: {
            query?: {
                /** @description Or the page after this one. */
                after?: string;
                /** @description The page before this cursor. */
                before?: string;
                /** @description How many, at most 200. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemPage"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    around: {
        parameters: {
            query: {
                /** @description The item. */
                key: string;
                /** @description How many, at most 200. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemPage"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadUpTo"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reply"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replied"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_over: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Owner"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    typed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                burst: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listen: {
        parameters: {
            query?: {
                /** @description The last position the reader has seen. */
                from?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["FeedMessage"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undecodable: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UndecodablePage"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    practice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Practice"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    write: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PracticeMessage"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    script: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    story: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PracticeStory"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search: {
        parameters: {
            query: {
                /** @description Only this account's. */
                account?: string;
                /** @description The page before this cursor. */
                before?: string;
                /** @description How many, at most 200. */
                limit?: number;
                /** @description The words. */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HitPage"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pass: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resolve"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Undone"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Settings"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
