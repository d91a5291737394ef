import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { check, fill, unpack } from "../src/payload.ts";
import { star } from "./fixtures.ts";

test("gzipped bytes come back as they were", async () => {
  const payload = star(5, 3);
  const bytes = new Uint8Array(gzipSync(JSON.stringify(payload)));
  assert.deepEqual(await unpack(bytes), payload);
});

test("anything but bytes is refused", async () => {
  await assert.rejects(unpack({ nodes: [] }), /gzipped bytes/);
});

test("columns of different length and edges that point nowhere are refused", () => {
  const short = star(4);
  short.nodes.name.pop();
  assert.throws(() => check(short), /name has 3 of 4/);
  const astray = star(4);
  astray.edges.target[0] = 9;
  assert.throws(() => check(astray), /node 9 of 4/);
  check(star(4));
});

test("templates take values as they are", () => {
  assert.equal(fill("{name}：{n} 条，{other}", { name: "<b>{n}</b>", n: 3 }), "<b>{n}</b>：3 条，{other}");
});
