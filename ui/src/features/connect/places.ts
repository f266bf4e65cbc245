/** Where things are in Meta's dashboard and on the phone, word for word as they are written there (contract 1.1, 3.1). */

export const DASHBOARD = "https://developers.facebook.com/apps/";
export const TO_APP_SETTINGS = ["Your app", "Instagram", "API setup with Instagram login"] as const;
export const TO_LOGIN_SETTINGS = [...TO_APP_SETTINGS, "Business login settings"] as const;
export const TO_WEBHOOKS = [...TO_APP_SETTINGS, "Configure webhooks"] as const;
export const TO_MESSAGE_ACCESS = [
  "Settings",
  "Messages and story replies",
  "Message controls",
  "Connected tools",
  "Allow access to messages",
] as const;

/** Webhook fields to tick in the dashboard; echoes come inside `messages` (contract 3.2). */
export const FIELDS = [
  "messages",
  "message_reactions",
  "messaging_postbacks",
  "messaging_seen",
  "message_edit",
  "messaging_referral",
] as const;

/** What a right address after the sign-in looks like, for comparing. */
export function exampleAnswer(redirectUri: string): string {
  return `${redirectUri}?code=AQD…&state=…#_`;
}
