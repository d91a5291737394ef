/** How nodes and edges look for what the reader is looking at. Appearance never touches the data. */
import { ArrowProgram } from "./edge_program.ts";
import type { Attention } from "./drawing.ts";
import { LANE_GAP, lookedAt } from "./drawing.ts";
import type { EdgeAttributes, Model, NodeAttributes } from "./graph_model.ts";
import { SHAPE_CODES, ShapeProgram } from "./node_program.ts";
import type { Theme } from "./palette.ts";
import { hueColour, mix } from "./palette.ts";

/** More edges than this are drawn thin and pale, so that nodes and names stand out. */
const CROWD = 250;
const DASHES = [0, 7, 2.4];

/** What the reducers read: the picture and where the reader looks. */
export interface Mirror {
  graph: Model;
  theme: Theme;
  attention: Attention;
  /** The thing looked at and its neighbours; null where nothing is. */
  near: ReadonlySet<string> | null;
}

export function dressNode(key: string, node: NodeAttributes, { theme, attention, near }: Mirror) {
  const colour = hueColour(node.hue, theme.dark);
  const faint = near !== null && !near.has(key);
  return {
    x: node.x,
    y: node.y,
    size: node.size,
    color: faint ? mix(colour, theme.background, 0.76) : colour,
    shape: SHAPE_CODES[node.shape],
    ring: faint ? "" : ringOf(key, colour, theme, attention),
    zIndex: faint ? 0 : 1,
    label: null,
  };
}

function ringOf(key: string, colour: string, theme: Theme, attention: Attention): string {
  if (key === attention.selected) return theme.text;
  if (key === attention.hovered) return theme.muted;
  return key === attention.focus ? colour : "";
}

export function dressEdge(key: string, edge: EdgeAttributes, { graph, theme, attention, near }: Mirror) {
  const looked = lookedAt(attention);
  const pointed = key === attention.hoveredEdge;
  const faint = near !== null && !pointed && !graph.extremities(key).includes(looked);
  const crowded = graph.size > CROWD && !pointed;
  const colour = [theme.edge, theme.planned, theme.reference][edge.line];
  const paler = faint ? 0.72 : crowded ? 0.45 : 0;
  return {
    size: pointed ? 2.6 : faint || crowded ? 1 : edge.line === 2 ? 1.2 : edge.size,
    color: paler > 0 ? mix(colour, theme.background, paler) : colour,
    dash: DASHES[edge.line],
    offset: edge.lane * LANE_GAP,
    zIndex: faint ? 0 : 1,
    label: null,
  };
}

/** Sigma's settings; the reducers read `mirror` anew for every frame. */
export function settings(mirror: () => Mirror) {
  return {
    nodeProgramClasses: { shape: ShapeProgram as never },
    nodeHoverProgramClasses: { shape: ShapeProgram as never },
    edgeProgramClasses: { arrow: ArrowProgram as never },
    defaultNodeType: "shape",
    defaultEdgeType: "arrow",
    defaultDrawNodeHover: () => undefined,
    renderLabels: false,
    enableEdgeEvents: true,
    stagePadding: 0,
    zIndex: true,
    minCameraRatio: 0.15,
    maxCameraRatio: 6,
    enableCameraRotation: false,
    allowInvalidContainer: true,
    nodeReducer: (key: string, node: NodeAttributes) => dressNode(key, node, mirror()),
    edgeReducer: (key: string, edge: EdgeAttributes) => dressEdge(key, edge, mirror()),
  };
}
