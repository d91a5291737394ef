/** The graph that sigma draws, kept in step with what Python sends. Places survive updates of the same scene. */
import Graph from "graphology";
import type { Hue, Payload, Shape } from "./payload.ts";
import type { LayoutInput, Sized } from "./layout.ts";
import { placeAround, seeded } from "./layout.ts";
import { ems, wrap } from "./placement.ts";

export interface NodeAttributes {
  x: number;
  y: number;
  size: number;
  name: string;
  lines: string[];
  type: number;
  hue: Hue;
  shape: Shape;
  glyph: string;
  typeLabel: string;
  degree: number;
  more: number;
  issuer: boolean;
}

export interface EdgeAttributes {
  predicate: string;
  note: string;
  line: number;
  /** Moves parallel edges aside: -1, 0, 1, ... times a gap. */
  lane: number;
  size: number;
}

export type Model = Graph<NodeAttributes, EdgeAttributes>;
export const LABEL = { size: 12.5, leading: 15, most: 9, lines: 2 };

/** Builds a fresh graph. Nodes stand where `places` says; those without a place are listed in `homeless`. */
export function build(payload: Payload, places: ReadonlyMap<string, { x: number; y: number }>) {
  const graph: Model = new Graph({ multi: true, type: "directed" });
  const { nodes, edges } = payload;
  const homeless: string[] = [];
  nodes.id.forEach((id, i) => {
    const look = payload.types[nodes.type[i]];
    const place = places.get(id);
    if (!place) homeless.push(id);
    graph.addNode(id, {
      x: place?.x ?? 0,
      y: place?.y ?? 0,
      size: radiusOf(nodes.degree[i], id === payload.focus, nodes.id.length),
      name: nodes.name[i],
      lines: wrap(nodes.name[i], LABEL.most, LABEL.lines),
      type: nodes.type[i],
      hue: look.hue,
      shape: look.shape,
      glyph: look.glyph,
      typeLabel: look.label,
      degree: nodes.degree[i],
      more: nodes.more[i],
      issuer: nodes.issuer[i] === 1,
    });
  });
  const lanes = new Map<string, number>();
  edges.id.forEach((id, i) => {
    const [source, target] = [nodes.id[edges.source[i]], nodes.id[edges.target[i]]];
    graph.addDirectedEdgeWithKey(id, source, target, {
      predicate: payload.predicates[edges.predicate[i]],
      note: edges.note[i],
      line: edges.line[i],
      lane: laneOf(source, target, lanes),
      size: 1.5,
    });
  });
  return { graph, homeless };
}

/** Radius of a node in pixels. */
export function radiusOf(degree: number, focus: boolean, order: number): number {
  const scale = order <= 80 ? 1 : order <= 200 ? 0.8 : 0.6;
  if (focus) return 18 * Math.max(scale, 0.8);
  return Math.min(8.5 + 1.7 * Math.sqrt(degree), 15) * scale;
}

/** Edges between the same two things lie in lanes 0, 1, -1, 2, ..., counted in one direction for both ways. */
function laneOf(source: string, target: string, lanes: Map<string, number>): number {
  const forward = source < target;
  const pair = forward ? `${source}\n${target}` : `${target}\n${source}`;
  const taken = lanes.get(pair) ?? 0;
  lanes.set(pair, taken + 1);
  const lane = Math.ceil(taken / 2) * (taken % 2 ? 1 : -1) || 0;
  return forward ? lane : -lane;
}

/** What the layout needs to know of the graph. `labelled`: whether labels need room. */
export function layoutInput(graph: Model, focus: string, width: number, height: number, labelled: boolean): LayoutInput {
  const keys = graph.nodes();
  const index = new Map(keys.map((key, i) => [key, i]));
  const edges = graph.mapEdges((_e, _a, from, to): [number, number] => [index.get(from) ?? 0, index.get(to) ?? 0]);
  const middle = index.get(focus) ?? -1;
  const start = seeded(keys.length, edges, middle);
  const nodes = keys.map((key, i) => ({ ...sized(graph, key, labelled), x: start[i][0], y: start[i][1] }));
  return { nodes, edges: edges.filter(([from, to]) => from !== to), focus: middle, width, height };
}

function sized(graph: Model, key: string, labelled: boolean): Sized {
  const { x, y, size, lines } = graph.getNodeAttributes(key);
  const width = labelled ? Math.max(...lines.map(ems), 0) * LABEL.size : 0;
  return { x, y, radius: size, width, height: labelled ? lines.length * LABEL.leading : 0 };
}

/** Gives every homeless node a place beside a neighbour that has one; `anchor` comes first. Nobody else moves. */
export function house(graph: Model, homeless: readonly string[], anchor: string): void {
  const waiting = new Set(homeless);
  const labelled = graph.order <= 160;
  while (waiting.size > 0) {
    const parent = parentFor(graph, waiting, anchor);
    const children = [...waiting].filter((key) => parent === null || graph.areNeighbors(key, parent));
    const settled = graph.filterNodes((key) => !waiting.has(key)).map((key) => sized(graph, key, labelled));
    const from = parent === null ? { x: 0, y: 0 } : graph.getNodeAttributes(parent);
    const places = placeAround(from, children.map((key) => sized(graph, key, labelled)), settled);
    children.forEach((key, i) => graph.mergeNodeAttributes(key, { x: places[i][0], y: places[i][1] }));
    for (const key of children) waiting.delete(key);
  }
}

function parentFor(graph: Model, waiting: ReadonlySet<string>, anchor: string): string | null {
  const serves = (key: string): boolean => !waiting.has(key) && graph.someNeighbor(key, (other) => waiting.has(other));
  if (anchor && graph.hasNode(anchor) && serves(anchor)) return anchor;
  return graph.findNode(serves) ?? null;
}
