/** Walking the graph with the arrow keys: to the neighbour that lies best in the direction pressed. Pure. */

export type Direction = "left" | "right" | "up" | "down";

export interface Place {
  key: string;
  x: number;
  y: number;
}

const WAYS: Record<Direction, [number, number]> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
export const ARROWS: Record<string, Direction> = {
  ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down",
};

/** The candidate to go to from `from` on the screen, or "" where none lies that way. */
export function step(from: { x: number; y: number }, candidates: readonly Place[], direction: Direction): string {
  const [wx, wy] = WAYS[direction];
  let best = "";
  let least = Infinity;
  for (const { key, x, y } of candidates) {
    const ahead = (x - from.x) * wx + (y - from.y) * wy;
    const aside = Math.abs((x - from.x) * wy) + Math.abs((y - from.y) * wx);
    if (ahead <= 0 || aside > ahead * 1.8) continue;
    const cost = ahead + aside * 1.4;
    if (cost < least) [best, least] = [key, cost];
  }
  return best;
}
