/** The component: what Streamlit calls with data, and again with newer data, for one place in the page. */
import type { Theme } from "./palette.ts";
import { readTheme } from "./palette.ts";
import type { Payload } from "./payload.ts";
import { unpack } from "./payload.ts";
import { View } from "./view.ts";

interface Arguments {
  data: unknown;
  parentElement: HTMLElement | ShadowRoot;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
}

const views = new WeakMap<HTMLElement | ShadowRoot, View>();
const turns = new WeakMap<HTMLElement | ShadowRoot, number>();

export default function graph(args: Arguments): () => void {
  const { parentElement } = args;
  const turn = (turns.get(parentElement) ?? 0) + 1;
  turns.set(parentElement, turn);
  void unpack(args.data).then((payload) => {
    if (turns.get(parentElement) === turn) draw(args, payload);
  });
  return () => {
    turns.delete(parentElement);
    views.get(parentElement)?.kill();
    views.delete(parentElement);
  };
}

function draw(args: Arguments, payload: Payload): void {
  const { parentElement } = args;
  const host = parentElement instanceof ShadowRoot ? parentElement.host : parentElement;
  const theme: Theme = readTheme(host);
  const tell = {
    select: (key: string) => args.setStateValue("selected", key),
    expand: (key: string) => args.setTriggerValue("expand", key),
  };
  const view = views.get(parentElement);
  if (view) view.update(payload, theme, tell);
  else views.set(parentElement, new View(parentElement, payload, theme, tell));
}
