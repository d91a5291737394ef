import assert from "node:assert/strict";
import { test } from "node:test";
import type { Box, Wanted } from "../src/placement.ts";
import { Occupied, ems, placeLabels, wrap } from "../src/placement.ts";

const overlap = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const wanted = (key: string, x: number, y: number, must = false): Wanted => ({ key, x, y, radius: 8, width: 80, height: 15, must });

const SHEET = { width: 400, height: 300 };

test("no label is cut by the rim of the sheet", () => {
  const placed = placeLabels([wanted("corner", 5, 280), wanted("top", 200, 10), wanted("gone", -30, 150)], new Occupied(), SHEET);
  assert.deepEqual(placed.map(({ key }) => key), ["corner", "top"]);
  for (const { box } of placed) assert.ok(box.left >= 0 && box.top >= 0 && box.right <= 400 && box.bottom <= 300);
});

test("a Chinese character is as wide as its size, a Latin one about half", () => {
  assert.equal(ems("越秀区"), 3);
  assert.ok(ems("GDP") < 2);
  assert.equal(ems("“”"), 2);
});

for (const [name, lines] of [
  ["湛江市", ["湛江市"]],
  ["国家超算广州中心赤坎智慧港", ["国家超算广州中心赤", "坎智慧港"]],
  ["北京路“惠农集市2.0”", ["北京路“惠农", "集市2.0”"]],
  ["", []],
] as [string, string[]][]) {
  test(`"${name}" is wrapped`, () => assert.deepEqual(wrap(name, 9, 2), lines));
}

test("wrapping loses no character, or says so", () => {
  for (const name of ["广州越秀（遂溪）绿色健康食品共建产业园", "A very long English name of a programme", "《越秀区港澳人士服务指南》"]) {
    const lines = wrap(name, 9, 2);
    assert.ok(lines.length <= 2);
    for (const line of lines) assert.ok(ems(line) <= 9.01, line);
    const joined = lines.join("").replace(/\s/g, "");
    const whole = name.replace(/\s/g, "");
    assert.ok(joined === whole || (joined.endsWith("…") && whole.startsWith(joined.slice(0, -1))), joined);
  }
});

test("no opening mark is left at the end of a line", () => {
  for (let most = 3; most < 12; most++) {
    for (const line of wrap("“百千万工程”与“五乐计划2.0”", most, 9)) assert.ok(!/[“《（]$/.test(line), line);
  }
});

test("labels never cover one another, and the first come first", () => {
  const labels = Array.from({ length: 60 }, (_, i) => wanted(`l${i}`, 40 + (i % 10) * 30, 40 + Math.floor(i / 10) * 18));
  const placed = placeLabels(labels, new Occupied(), SHEET);
  assert.equal(placed[0].key, "l0");
  assert.ok(placed.length > 5 && placed.length < 60);
  placed.forEach((a, i) => placed.slice(i + 1).forEach((b) => assert.ok(!overlap(a.box, b.box), `${a.key} ${b.key}`)));
});

test("what must be read is placed even where there is no room", () => {
  const taken = new Occupied();
  taken.take({ left: -500, right: 500, top: -500, bottom: 500 });
  assert.deepEqual(placeLabels([wanted("a", 0, 0), wanted("b", 0, 0, true)], taken, SHEET).map(({ key }) => key), ["b"]);
});
