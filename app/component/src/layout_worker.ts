/** The layout in a thread of its own: takes a LayoutInput, posts positions as they settle, then `done`. */
import type { LayoutInput } from "./layout.ts";
import { settle } from "./layout.ts";

addEventListener("message", (event: MessageEvent<LayoutInput>) => {
  for (const positions of settle(event.data)) postMessage({ positions });
  postMessage({ done: true });
});
