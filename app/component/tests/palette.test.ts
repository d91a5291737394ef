import assert from "node:assert/strict";
import { test } from "node:test";
import { hueColour, inkOn, luminance, mix, toHex } from "../src/palette.ts";

for (const [given, hex] of [["#abc", "#aabbcc"], ["rgb(1, 2, 255)", "#0102ff"], ["rgba(0,0,0,.5)", "#000000"], ["#11223344", "#112233"], ["teal", "#888888"]]) {
  test(`${given} is ${hex}`, () => assert.equal(toHex(given), hex));
}

test("the ink on every hue can be read", () => {
  for (const hue of ["black", "orange", "sky", "green", "yellow", "blue", "vermillion", "purple"] as const) {
    for (const dark of [false, true]) {
      const colour = hueColour(hue, dark);
      const [a, b] = [luminance(colour), luminance(inkOn(colour))].sort((x, y) => y - x);
      assert.ok((a + 0.05) / (b + 0.05) >= 3, `${hue} ${colour}`);
    }
  }
});

test("mixing runs from one colour to the other", () => {
  assert.equal(mix("#000000", "#ffffff", 0), "#000000");
  assert.equal(mix("#000000", "#ffffff", 1), "#ffffff");
  assert.equal(mix("#000000", "#ffffff", 0.5), "#808080");
});
