/** The one HTTP client, over either host. Calls return the answer itself or throw a `Problem`. */
import createClient from "openapi-fetch";
import { apiBase, hubToken } from "./host";
import { Problem } from "./problem";
import type { paths } from "./schema";

export const client = createClient<paths>({ baseUrl: apiBase });

client.use({
  onRequest({ request }) {
    const token = hubToken();
    if (token) request.headers.set("Authorization", `Bearer ${token}`);
    return request;
  },
});

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** Unwraps an openapi-fetch answer. A 204 gives `undefined`. */
export async function answered<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw Problem.unreachable(cause);
  }
  if (!answer.response.ok) throw Problem.from(answer.error, answer.response.status);
  return answer.data as T;
}
