import assert from "node:assert/strict";
import { test } from "node:test";
import type { Direction } from "../src/keyboard.ts";
import { step } from "../src/keyboard.ts";

const places = [{ key: "east", x: 100, y: 10 }, { key: "west", x: -80, y: 0 }, { key: "north", x: 10, y: -90 }, { key: "south", x: 0, y: 70 }, { key: "far", x: 300, y: 0 }];

for (const [direction, goal] of [["right", "east"], ["left", "west"], ["up", "north"], ["down", "south"]] as [Direction, string][]) {
  test(`${direction} goes to what lies ${goal}`, () => assert.equal(step({ x: 0, y: 0 }, places, direction), goal));
}

test("nothing ahead, nowhere to go", () => {
  assert.equal(step({ x: 0, y: 0 }, [{ key: "behind", x: -50, y: 0 }], "right"), "");
});
