/** Where nodes go. Pure and without chance: the same graph always draws the same picture. Unit: pixels at zoom 1. */
import iterate from "graphology-layout-forceatlas2/iterate.js";
import type { Box } from "./placement.ts";
import { Occupied } from "./placement.ts";

export interface Sized {
  x: number;
  y: number;
  radius: number;
  /** Size of the label below the node; 0 where labels do not count. */
  width: number;
  height: number;
}

export interface LayoutInput {
  nodes: Sized[];
  /** Pairs of indices. */
  edges: [number, number][];
  /** Index of the node in the middle, or -1. */
  focus: number;
  width: number;
  height: number;
}

const PER_NODE = 10;
const PER_EDGE = 3;
const CROWD = 160;

/** Yields positions (x0, y0, x1, y1, ...) while forces settle; the last ones have labels pulled apart. */
export function* settle(input: LayoutInput, frames = 12): Generator<Float32Array> {
  const { nodes, edges } = input;
  const matrix = new Float32Array(nodes.length * PER_NODE);
  nodes.forEach((node, i) => matrix.set([node.x, node.y, 0, 0, 0, 0, 1, 1, node.radius, 0], i * PER_NODE));
  const ties = new Float32Array(edges.length * PER_EDGE);
  edges.forEach(([from, to], i) => {
    ties.set([from * PER_NODE, to * PER_NODE, 1], i * PER_EDGE);
    matrix[from * PER_NODE + 6] += 1;
    matrix[to * PER_NODE + 6] += 1;
  });
  const rounds = nodes.length > CROWD ? 140 : 320;
  const settings = forces(nodes.length);
  for (let frame = 0; frame < frames; frame++) {
    for (let round = 0; round < rounds / frames; round++) iterate(settings, matrix, ties);
    yield fitted(positionsOf(matrix, nodes.length), input);
  }
  yield separated(fitted(positionsOf(matrix, nodes.length), input), input);
}

function forces(order: number) {
  return {
    linLogMode: false,
    outboundAttractionDistribution: false,
    adjustSizes: false,
    edgeWeightInfluence: 0,
    scalingRatio: 12,
    strongGravityMode: true,
    gravity: 0.06,
    slowDown: 1 + Math.log(order + 1),
    barnesHutOptimize: order > 1000,
    barnesHutTheta: 0.6,
  };
}

function positionsOf(matrix: Float32Array, order: number): Float32Array {
  const out = new Float32Array(order * 2);
  for (let i = 0; i < order; i++) {
    out[2 * i] = matrix[i * PER_NODE];
    out[2 * i + 1] = matrix[i * PER_NODE + 1];
  }
  return out;
}

/** First places: the focus in the middle, the rest on rings by distance from it, in the order given. */
export function seeded(order: number, edges: readonly [number, number][], focus: number): [number, number][] {
  const distance = distances(order, edges, focus);
  const rings = new Map<number, number[]>();
  distance.forEach((d, i) => rings.set(d, [...(rings.get(d) ?? []), i]));
  const out: [number, number][] = Array.from({ length: order }, () => [0, 0]);
  for (const [d, members] of rings) {
    if (d === 0) continue;
    members.forEach((node, k) => {
      const angle = (2 * Math.PI * (k + 0.5)) / members.length - Math.PI / 2;
      const radius = 120 * d + 18 * (k % 3);
      out[node] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    });
  }
  return out;
}

function distances(order: number, edges: readonly [number, number][], focus: number): number[] {
  const near: number[][] = Array.from({ length: order }, () => []);
  for (const [from, to] of edges) {
    near[from].push(to);
    near[to].push(from);
  }
  const out = new Array<number>(order).fill(-1);
  let front = focus >= 0 ? [focus] : [];
  for (const node of front) out[node] = 0;
  for (let d = 1; front.length > 0; d++) {
    const next: number[] = [];
    for (const node of front) {
      for (const other of near[node]) {
        if (out[other] >= 0) continue;
        out[other] = d;
        next.push(other);
      }
    }
    front = next;
  }
  const far = Math.max(0, ...out) + 1;
  return out.map((d) => (d < 0 ? far : d));
}

/** Stretches positions to fill the frame (each axis by itself, within reason), the middle at 0,0. */
export function fitted(positions: Float32Array, { nodes, width, height }: LayoutInput): Float32Array {
  const [x, y] = [range(positions, 0), range(positions, 1)];
  const labelled = nodes.length <= CROWD;
  const margin = { x: labelled ? 70 : 30, y: labelled ? 46 : 30 };
  let sx = Math.max(width - 2 * margin.x, 80) / Math.max(x.to - x.from, 1);
  let sy = Math.max(height - 2 * margin.y, 80) / Math.max(y.to - y.from, 1);
  sx = Math.min(sx, 1.9 * sy);
  sy = Math.min(sy, 1.9 * sx);
  if (nodes.length < 12) [sx, sy] = [sx * 0.8, sy * 0.8];
  const out = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 2) {
    out[i] = (positions[i] - (x.from + x.to) / 2) * sx;
    out[i + 1] = (positions[i + 1] - (y.from + y.to) / 2) * sy;
  }
  return out;
}

function range(positions: Float32Array, axis: 0 | 1): { from: number; to: number } {
  let from = Infinity;
  let to = -Infinity;
  for (let i = axis; i < positions.length; i += 2) {
    from = Math.min(from, positions[i]);
    to = Math.max(to, positions[i]);
  }
  return positions.length ? { from, to } : { from: 0, to: 0 };
}

/** Pushes nodes apart until neither they nor their labels overlap, the focus staying where it is. */
export function separated(positions: Float32Array, input: LayoutInput): Float32Array {
  const { nodes, focus } = input;
  const out = positions.slice();
  const rounds = nodes.length <= CROWD ? 260 : 40;
  for (let round = 0; round < rounds; round++) {
    let moved = false;
    for (let i = 0; i < nodes.length; i++) {
      for (let j = i + 1; j < nodes.length; j++) {
        if (pushApart(out, nodes, i, j, focus)) moved = true;
      }
    }
    if (!moved) break;
  }
  return out;
}

function pushApart(at: Float32Array, nodes: readonly Sized[], i: number, j: number, focus: number): boolean {
  const [a, b] = [boxAt(nodes[i], at[2 * i], at[2 * i + 1]), boxAt(nodes[j], at[2 * j], at[2 * j + 1])];
  const overlapX = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const overlapY = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (overlapX <= 0 || overlapY <= 0) return false;
  const axis = overlapX * 0.7 < overlapY ? 0 : 1;
  const step = (axis === 0 ? overlapX : overlapY) / 2 + 0.5;
  const order = at[2 * i + axis] - at[2 * j + axis] || i - j;
  const sign = order < 0 ? -1 : 1;
  const [shareI, shareJ] = i === focus ? [0, 2] : j === focus ? [2, 0] : [1, 1];
  at[2 * i + axis] += sign * step * shareI * 0.6;
  at[2 * j + axis] -= sign * step * shareJ * 0.6;
  return true;
}

/** What a node takes up with its label below it. The y axis points up, as in sigma's graph space. */
function boxAt(node: Sized, x: number, y: number): Box {
  const half = Math.max(node.radius + 5, node.width / 2 + 6);
  return { left: x - half, right: x + half, top: y - node.radius - node.height - 9, bottom: y + node.radius + 7 };
}

/** Places for newcomers around their parent, fanned outwards, where nothing is: nobody else moves. */
export function placeAround(
  parent: { x: number; y: number }, newcomers: readonly Sized[], settled: readonly Sized[],
): [number, number][] {
  const taken = new Occupied(96);
  let [cx, cy] = [0, 0];
  for (const node of settled) {
    taken.take(boxAt(node, node.x, node.y));
    cx += node.x / settled.length;
    cy += node.y / settled.length;
  }
  const outward = Math.atan2(parent.y - cy, parent.x - cx || 0.001);
  return newcomers.map((node) => {
    const [x, y] = firstFree(parent, outward, node, taken);
    taken.take(boxAt(node, x, y));
    return [x, y];
  });
}

function firstFree(
  parent: { x: number; y: number }, outward: number, node: Sized, taken: Occupied,
): [number, number] {
  for (let ring = 0; ring < 60; ring++) {
    const radius = 84 + 30 * ring;
    const places = Math.max(8, Math.floor((2 * Math.PI * radius) / 46));
    for (let k = 0; k < places; k++) {
      const turn = Math.ceil(k / 2) * (k % 2 ? 1 : -1);
      const angle = outward + (2 * Math.PI * turn) / places;
      const at: [number, number] = [parent.x + radius * Math.cos(angle), parent.y + radius * Math.sin(angle) * 0.85];
      if (taken.free(boxAt(node, at[0], at[1]))) return at;
    }
  }
  return [parent.x, parent.y + 2000];
}
