/** The graph as one image: print drops WebGL layers, and readers want to keep a picture. */
import type { Renderer } from "./drawing.ts";

const LAYERS = ["edges", "nodes", "labels"];

export function picture(renderer: Renderer, background: string): HTMLCanvasElement {
  renderer.refresh();
  const layers = renderer.getCanvases();
  const sheet = document.createElement("canvas");
  sheet.width = layers.nodes.width;
  sheet.height = layers.nodes.height;
  const context = sheet.getContext("2d");
  if (!context) return sheet;
  context.fillStyle = background;
  context.fillRect(0, 0, sheet.width, sheet.height);
  for (const name of LAYERS) context.drawImage(layers[name], 0, 0, sheet.width, sheet.height);
  return sheet;
}
