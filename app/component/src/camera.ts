/** What part of the graph is in view. */
import type { Renderer } from "./drawing.ts";
import type { Model } from "./graph_model.ts";

export interface Extent {
  x: [number, number];
  y: [number, number];
}

/** The frame that holds the whole graph and, where it is small, one pixel a unit: nothing moves while it stays. */
export function frameOf(graph: Model, width: number, height: number, labelled: boolean): Extent {
  let [x, y] = [width / 2, height / 2];
  const [padX, padY] = labelled ? [62, 40] : [20, 20];
  graph.forEachNode((_key, node) => {
    x = Math.max(x, Math.abs(node.x) + padX);
    y = Math.max(y, Math.abs(node.y) + padY);
  });
  return { x: [-x, x], y: [-y, y] };
}

/** Whether a node lies outside the view or so near its rim that its name is cut. */
export function isCut(renderer: Renderer, graph: Model): boolean {
  const { width, height } = renderer.getDimensions();
  return graph.someNode((_key, node) => {
    const at = renderer.graphToViewport(node);
    return at.x < 40 || at.y < 20 || at.x > width - 40 || at.y > height - 40;
  });
}

/** The camera that shows every node with its name. */
export function viewOfAll(renderer: Renderer, graph: Model): { x: number; y: number; ratio: number; angle: number } {
  const display = graph.nodes().map((key) => renderer.getNodeDisplayData(key)).filter((data) => data !== undefined);
  if (display.length === 0) return { x: 0.5, y: 0.5, ratio: 1, angle: 0 };
  const [xs, ys] = [display.map(({ x }) => x), display.map(({ y }) => y)];
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [a, b] = [renderer.framedGraphToViewport({ x: left, y: low }), renderer.framedGraphToViewport({ x: right, y: high })];
  const { width, height } = renderer.getDimensions();
  const spread = Math.max((Math.abs(b.x - a.x) + 140) / width, (Math.abs(b.y - a.y) + 100) / height);
  const ratio = Math.max(renderer.getCamera().ratio * spread, 0.6);
  return { x: (left + right) / 2, y: (low + high) / 2, ratio, angle: 0 };
}
