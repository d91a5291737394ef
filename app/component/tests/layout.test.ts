import assert from "node:assert/strict";
import { test } from "node:test";
import { build, house, layoutInput } from "../src/graph_model.ts";
import type { Sized } from "../src/layout.ts";
import { placeAround, seeded, settle } from "../src/layout.ts";
import { star } from "./fixtures.ts";

const last = (n: number, extra = 0): { positions: Float32Array; input: ReturnType<typeof layoutInput> } => {
  const input = layoutInput(build(star(n, extra), new Map()).graph, "n0", 900, 600, n <= 160);
  let positions = new Float32Array();
  for (const frame of settle(input)) positions = frame as Float32Array<ArrayBuffer>;
  return { positions, input };
};

test("the same graph is laid out the same way", () => {
  assert.deepEqual(last(40, 30).positions, last(40, 30).positions);
});

test("neither nodes nor labels overlap in a view of forty", () => {
  const { positions, input } = last(40, 20);
  input.nodes.forEach((a, i) => input.nodes.slice(i + 1).forEach((b, k) => {
    const j = i + 1 + k;
    const dx = Math.abs(positions[2 * i] - positions[2 * j]);
    const dy = positions[2 * i + 1] - positions[2 * j + 1];
    const apartX = dx >= (a.width + b.width) / 2;
    const apartY = Math.abs(dy) >= a.radius + b.radius + (dy > 0 ? a.height : b.height);
    assert.ok(apartX || apartY, `${i} and ${j}`);
  }));
});

test("five hundred nodes get finite places that differ", () => {
  const { positions } = last(500, 300);
  assert.equal(positions.length, 1000);
  assert.ok(positions.every(Number.isFinite));
  const places = new Set(Array.from({ length: 500 }, (_, i) => `${positions[2 * i]},${positions[2 * i + 1]}`));
  assert.equal(places.size, 500);
});

test("a single node and a graph without edges are laid out too", () => {
  assert.ok(last(1).positions.every(Number.isFinite));
  const alone = star(3);
  for (const column of Object.values(alone.edges)) column.length = 0;
  const input = layoutInput(build(alone, new Map()).graph, "n0", 900, 600, true);
  for (const frame of settle(input)) assert.ok(frame.every(Number.isFinite));
});

test("first places put the focus in the middle and the near before the far", () => {
  const places = seeded(5, [[0, 1], [0, 2], [1, 3]], 0);
  const reach = places.map(([x, y]) => Math.hypot(x, y));
  assert.equal(reach[0], 0);
  assert.ok(reach[1] < reach[3] && reach[3] < reach[4]);
});

test("newcomers find room around their parent", () => {
  const settled: Sized[] = Array.from({ length: 20 }, (_, i) => ({ x: (i % 5) * 90, y: Math.floor(i / 5) * 70, radius: 9, width: 70, height: 15 }));
  const newcomers: Sized[] = Array.from({ length: 15 }, () => ({ x: 0, y: 0, radius: 9, width: 70, height: 15 }));
  const places = placeAround({ x: 360, y: 210 }, newcomers, settled);
  const all = [...settled.map(({ x, y }) => [x, y]), ...places];
  for (const [k, [x, y]] of places.entries()) {
    all.forEach(([ox, oy], i) => {
      if (i === settled.length + k) return;
      assert.ok(Math.abs(x - ox) >= 70 || Math.abs(y - oy) >= 30, `${x},${y} and ${ox},${oy}`);
    });
  }
});

test("expanding gives places to newcomers and moves nobody", () => {
  const places = new Map([["n0", { x: 1, y: 2 }], ["n1", { x: 90, y: 40 }]]);
  const { graph, homeless } = build(star(12), places);
  assert.equal(homeless.length, 10);
  house(graph, homeless, "n0");
  assert.deepEqual([graph.getNodeAttribute("n0", "x"), graph.getNodeAttribute("n0", "y")], [1, 2]);
  assert.deepEqual([graph.getNodeAttribute("n1", "x"), graph.getNodeAttribute("n1", "y")], [90, 40]);
  const all = new Set(graph.mapNodes((_key, { x, y }) => `${x},${y}`));
  assert.equal(all.size, 12);
});

test("parallel edges lie in lanes of their own, whichever way they run", () => {
  const payload = star(2);
  payload.edges = { id: ["a", "b", "c"], source: [0, 1, 0], target: [1, 0, 1], predicate: [0, 0, 0], line: [0, 1, 2], note: ["", "", ""] };
  const { graph } = build(payload, new Map());
  const sides = graph.mapEdges((_key, { lane }, from) => (from === "n0" ? lane : -lane));
  assert.deepEqual([...sides].sort(), [-1, 0, 1]);
});
