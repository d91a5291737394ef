/** What shapes, colours and lines mean. Plain DOM; every word goes in as text, never as markup. */
import type { Payload, Shape, TypeLook } from "./payload.ts";
import type { Theme } from "./palette.ts";
import { hueColour } from "./palette.ts";

const SVG = "http://www.w3.org/2000/svg";
const PATHS: Record<Shape, string> = {
  circle: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13z",
  square: "M4 2.2h8q1.8 0 1.8 1.8v8q0 1.8-1.8 1.8H4q-1.8 0-1.8-1.8V4q0-1.8 1.8-1.8z",
  diamond: "M8 0.6L15.4 8L8 15.4L0.6 8z",
  hexagon: "M4.3 1.7h7.4L15.3 8l-3.6 6.3H4.3L0.7 8z",
  star: "M8 .8l2.2 4.7 5.1.6-3.8 3.5 1 5.1L8 12.2l-4.5 2.5 1-5.1L.7 6.1l5.1-.6z",
};

/** The legend of the types and lines that are in the picture. */
export function legend(payload: Payload, theme: Theme): HTMLElement {
  const box = document.createElement("div");
  box.className = "legend";
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", payload.texts.legend);
  const present = new Set(payload.nodes.type);
  payload.types.forEach((look, i) => {
    if (present.has(i)) box.append(entry(shapeIcon(look, theme), look.label));
  });
  const lines = new Set(payload.edges.line);
  payload.lines.forEach((label, i) => {
    if (lines.has(i)) box.append(entry(lineIcon(i, theme), label));
  });
  return box;
}

function entry(icon: Element, label: string): HTMLElement {
  const row = document.createElement("div");
  const text = document.createElement("span");
  text.textContent = label;
  row.append(icon, text);
  return row;
}

function svg(width: number): SVGElement {
  const element = document.createElementNS(SVG, "svg");
  element.setAttribute("viewBox", `0 0 ${width} 16`);
  element.setAttribute("width", String(width * 0.85));
  element.setAttribute("height", "13.6");
  element.setAttribute("aria-hidden", "true");
  return element;
}

function shapeIcon(look: TypeLook, theme: Theme): Element {
  const icon = svg(16);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[look.shape]);
  path.setAttribute("fill", hueColour(look.hue, theme.dark));
  icon.append(path);
  return icon;
}

function lineIcon(line: number, theme: Theme): Element {
  const icon = svg(26);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", "M1 8H25");
  path.setAttribute("stroke", [theme.edge, theme.planned, theme.reference][line]);
  path.setAttribute("stroke-width", "2");
  path.setAttribute("stroke-dasharray", ["", "6 4", "2 2.5"][line]);
  icon.append(path);
  return icon;
}
