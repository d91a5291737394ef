import type { Payload } from "../src/payload.ts";

/** A payload of `n` things around the first, with `extra` edges between neighbours on the rim. */
export function star(n: number, extra = 0): Payload {
  const ids = Array.from({ length: n }, (_, i) => `n${i}`);
  const spokes = ids.slice(1).map((_, i): [number, number] => [0, i + 1]);
  const rim = Array.from({ length: extra }, (_, i): [number, number] => [1 + (i % (n - 1)), 1 + ((i * 7 + 3) % (n - 1))]);
  const ends = [...spokes, ...rim].filter(([a, b]) => a !== b);
  return {
    rev: "1", scene: "s", lang: "zh", focus: "n0", selected: "", anchor: "",
    nodes: {
      id: ids, type: ids.map(() => 0), name: ids.map((id) => `湛江市赤坎区第${id}街道办事处`),
      degree: ids.map((_, i) => (i ? 1 : n - 1)), issuer: ids.map(() => 0), more: ids.map(() => 0),
    },
    edges: {
      id: ends.map((_, i) => `e${i}`), source: ends.map(([a]) => a), target: ends.map(([, b]) => b),
      predicate: ends.map(() => 0), line: ends.map(() => 0), note: ends.map(() => ""),
    },
    types: [{ id: "Area", label: "地区", hue: "blue", shape: "circle", glyph: "区" }],
    predicates: ["帮扶"], lines: ["实际", "计划", "资料"], texts: {},
  };
}
