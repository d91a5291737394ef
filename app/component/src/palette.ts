/** Colours. Types take one of the eight Okabe-Ito hues; everything else follows Streamlit's theme. */
import type { Hue } from "./payload.ts";

const HUES: Record<Hue, string> = {
  black: "#4a4f57",
  orange: "#e69f00",
  sky: "#56b4e9",
  green: "#009e73",
  yellow: "#f0e442",
  blue: "#0072b2",
  vermillion: "#d55e00",
  purple: "#cc79a7",
};
const HUES_ON_DARK: Partial<Record<Hue, string>> = { black: "#a9b0ba", blue: "#2f9bdb" };

export interface Theme {
  dark: boolean;
  background: string;
  text: string;
  muted: string;
  edge: string;
  planned: string;
  reference: string;
  accent: string;
  font: string;
}

/** Reads the theme from the custom properties that Streamlit sets around the component. */
export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const value = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
  const background = toHex(value("--st-background-color", "#ffffff"));
  const text = toHex(value("--st-text-color", "#1c1f24"));
  const dark = luminance(background) < 0.4;
  return {
    dark,
    background,
    text,
    muted: mix(text, background, 0.4),
    edge: mix(text, background, dark ? 0.42 : 0.45),
    planned: dark ? "#f2b544" : "#b87400",
    reference: mix(text, background, 0.65),
    accent: toHex(value("--st-primary-color", "#b3261e")),
    font: `${value("--st-font", "sans-serif")}, "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif`,
  };
}

export function hueColour(hue: Hue, dark: boolean): string {
  return (dark && HUES_ON_DARK[hue]) || HUES[hue];
}

/** Dark or light ink, whichever is easier to read on a colour. */
export function inkOn(colour: string): string {
  return luminance(colour) > 0.35 ? "#20242a" : "#ffffff";
}

/** `share` of the way from one colour to another, both "#rrggbb". */
export function mix(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  const hex = a.map((c, i) => Math.round(c + (b[i] - c) * share).toString(16).padStart(2, "0"));
  return `#${hex.join("")}`;
}

export function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** "#rgb", "#rrggbb", "#rrggbbaa" and "rgb(r, g, b)" as "#rrggbb"; grey for what it does not know. */
export function toHex(colour: string): string {
  const text = colour.trim().toLowerCase();
  if (/^#[0-9a-f]{6}([0-9a-f]{2})?$/.test(text)) return text.slice(0, 7);
  if (/^#[0-9a-f]{3}$/.test(text)) return `#${[...text.slice(1)].map((c) => c + c).join("")}`;
  const parts = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/.exec(text);
  if (!parts) return "#888888";
  return `#${parts.slice(1, 4).map((c) => Number(c).toString(16).padStart(2, "0")).join("")}`;
}

function channels(colour: string): number[] {
  const hex = toHex(colour);
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
