/** Words over the graph: names, glyphs, relations and counts, on a 2D canvas, none covering another. */
import type Sigma from "sigma";
import type { EdgeAttributes, Model, NodeAttributes } from "./graph_model.ts";
import { LABEL } from "./graph_model.ts";
import type { Theme } from "./palette.ts";
import { hueColour, inkOn, mix } from "./palette.ts";
import type { Wanted } from "./placement.ts";
import { Occupied, ems, placeLabels, wrap } from "./placement.ts";

export type Renderer = Sigma<NodeAttributes, EdgeAttributes>;

/** What the reader is looking at; the rest steps back. */
export interface Attention {
  focus: string;
  selected: string;
  hovered: string;
  hoveredEdge: string;
}

interface OnScreen {
  key: string;
  x: number;
  y: number;
  radius: number;
  node: NodeAttributes;
}

export const LANE_GAP = 7;

/** Draws all words for the frame that sigma has just drawn. */
export function drawWords(renderer: Renderer, graph: Model, theme: Theme, attention: Attention): void {
  const context = renderer.getCanvases().labels?.getContext("2d");
  if (!context) return;
  const { width, height } = renderer.getDimensions();
  context.clearRect(0, 0, width, height);
  const shown = onScreen(renderer, graph, width, height);
  const taken = new Occupied();
  for (const { x, y, radius } of shown) {
    taken.take({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
  }
  const near = neighbourhood(graph, lookedAt(attention));
  drawGlyphs(context, shown, theme, near);
  drawNames(context, shown, theme, attention, near, taken, { width, height });
  drawRelations(context, renderer, graph, theme, attention, taken);
}

/** What the reader looks at: pointed at, else selected; the middle alone dims nothing. */
export function lookedAt({ focus, selected, hovered }: Attention): string {
  return hovered || (selected === focus ? "" : selected);
}

/** The node and its neighbours, or null where nothing is looked at. */
export function neighbourhood(graph: Model, key: string): Set<string> | null {
  return key && graph.hasNode(key) ? new Set([key, ...graph.neighbors(key)]) : null;
}

function onScreen(renderer: Renderer, graph: Model, width: number, height: number): OnScreen[] {
  const out: OnScreen[] = [];
  graph.forEachNode((key, node) => {
    const { x, y } = renderer.graphToViewport(node);
    if (x < -80 || y < -40 || x > width + 80 || y > height + 40) return;
    out.push({ key, x, y, radius: renderer.scaleSize(node.size), node });
  });
  return out;
}

function drawGlyphs(
  context: CanvasRenderingContext2D, shown: OnScreen[], theme: Theme, near: ReadonlySet<string> | null,
): void {
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { key, x, y, radius, node } of shown) {
    const faint = near !== null && !near.has(key);
    if (node.glyph && radius >= 7) {
      const colour = hueColour(node.hue, theme.dark);
      context.font = `600 ${Math.round(radius * 1.02)}px ${theme.font}`;
      context.fillStyle = faint ? mix(inkOn(colour), colour, 0.6) : inkOn(colour);
      context.fillText(node.glyph, x, y + radius * 0.06);
    }
    if (node.more > 0 && !faint && radius >= 6) drawCount(context, x + radius * 0.95, y - radius * 0.95, node.more, theme);
  }
}

function drawCount(context: CanvasRenderingContext2D, x: number, y: number, more: number, theme: Theme): void {
  const text = `+${more > 99 ? "99" : more}`;
  const width = ems(text) * 10 + 5;
  context.fillStyle = theme.background;
  context.strokeStyle = theme.edge;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x - width / 2, y - 7, width, 14, 7);
  context.fill();
  context.stroke();
  context.font = `600 9.5px ${theme.font}`;
  context.fillStyle = theme.text;
  context.fillText(text, x, y + 0.5);
}

function drawNames(
  context: CanvasRenderingContext2D, shown: OnScreen[], theme: Theme, attention: Attention,
  near: ReadonlySet<string> | null, taken: Occupied, sheet: { width: number; height: number },
): void {
  const rank = (key: string, node: NodeAttributes): number =>
    (key === attention.hovered ? 4000 : 0) + (key === attention.selected ? 3000 : 0) +
    (key === attention.focus ? 2000 : 0) + (near?.has(key) ? 1000 : 0) + node.degree;
  const order = [...shown].sort((a, b) => rank(b.key, b.node) - rank(a.key, a.node));
  const texts = new Map<string, { lines: string[]; font: string; leading: number; faint: boolean }>();
  const wanted = order.map(({ key, x, y, radius, node }): Wanted => {
    const main = key === attention.focus || key === attention.selected || key === attention.hovered;
    const size = LABEL.size + (main ? 1.5 : 0);
    const lines = main ? wrap(node.name, 14, 4) : node.lines;
    const leading = main ? LABEL.leading + 2 : LABEL.leading;
    const faint = near !== null && !near.has(key);
    texts.set(key, { lines, font: `${main ? 700 : 500} ${size}px ${theme.font}`, leading, faint });
    const width = Math.max(...lines.map(ems), 0) * size + 4;
    const must = main;
    return { key, x, y, radius, width, height: lines.length * leading, must };
  });
  context.lineJoin = "round";
  for (const { key, box } of placeLabels(wanted, taken, sheet)) {
    const { lines, font, leading, faint } = texts.get(key) ?? { lines: [], font: "", leading: 0, faint: false };
    context.font = font;
    lines.forEach((line, i) => {
      ink(context, line, (box.left + box.right) / 2, box.top + leading * (i + 0.5), theme, faint ? mix(theme.text, theme.background, 0.62) : theme.text);
    });
  }
}

function ink(context: CanvasRenderingContext2D, text: string, x: number, y: number, theme: Theme, colour: string): void {
  context.strokeStyle = theme.background;
  context.lineWidth = 3.5;
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

/** Relations are named where there is room: those of the thing looked at first, each kind often enough to be read. */
function drawRelations(
  context: CanvasRenderingContext2D, renderer: Renderer, graph: Model, theme: Theme, attention: Attention, taken: Occupied,
): void {
  const looked = lookedAt(attention);
  const edges = graph
    .filterEdges((key, _a, from, to) => key === attention.hoveredEdge || graph.size <= 150 || from === looked || to === looked)
    .map((key) => {
      const [from, to] = graph.extremities(key);
      return { key, from, to, prior: key === attention.hoveredEdge ? 2 : from === looked || to === looked ? 1 : 0 };
    })
    .filter(({ prior }) => prior > 0 || !looked)
    .sort((a, b) => b.prior - a.prior);
  for (const { key, from, to, prior } of edges) {
    const [a, b] = [renderer.graphToViewport(graph.getNodeAttributes(from)), renderer.graphToViewport(graph.getNodeAttributes(to))];
    const { predicate, note, line, lane } = graph.getEdgeAttributes(key);
    drawRelation(context, theme, taken, a, b, {
      text: prior === 2 && note ? note : predicate, line, lane, must: prior === 2, size: prior === 2 ? 12.5 : 11,
    });
  }
}

interface RelationLabel {
  text: string;
  line: number;
  lane: number;
  must: boolean;
  size: number;
}

function drawRelation(
  context: CanvasRenderingContext2D, theme: Theme, taken: Occupied, a: { x: number; y: number }, b: { x: number; y: number },
  { text, line, lane, must, size }: RelationLabel,
): void {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const reach = Math.hypot(dx, dy);
  if (!must && reach < 78) return;
  const width = ems(text) * size + 8;
  const shift = { x: (dy / reach) * lane * LANE_GAP, y: (-dx / reach) * lane * LANE_GAP };
  for (const share of [0.5, 0.6, 0.4, 0.68, 0.32]) {
    const [x, y] = [a.x + dx * share + shift.x, a.y + dy * share + shift.y];
    const box = { left: x - width / 2, right: x + width / 2, top: y - size * 0.7, bottom: y + size * 0.7 };
    if (!must && !taken.free(box)) continue;
    taken.take(box);
    context.font = `500 ${size}px ${theme.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    ink(context, text, x, y, theme, must ? theme.text : line === 1 ? theme.planned : theme.muted);
    return;
  }
}
