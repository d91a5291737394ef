/** One graph on the screen: draws what it is given, lays it out, and tells what the reader does. */
import Sigma from "sigma";
import { frameOf, isCut, viewOfAll } from "./camera.ts";
import type { Attention, Renderer } from "./drawing.ts";
import { drawWords, lookedAt, neighbourhood } from "./drawing.ts";
import { settings } from "./dress.ts";
import type { EdgeAttributes, Model, NodeAttributes } from "./graph_model.ts";
import { build, house, layoutInput } from "./graph_model.ts";
import type { Theme } from "./palette.ts";
import type { Payload } from "./payload.ts";
import { runLayout } from "./settling.ts";

export interface Listener {
  onSelect(key: string): void;
  onExpand(key: string): void;
  onPoint(key: string): void;
  onDrawn(): void;
  onSettled(settled: boolean): void;
  /** The browser took the drawing surfaces away (a driver's reset, too many pages): the scene is of no more use. */
  onLost(): void;
}

interface Point {
  x: number;
  y: number;
}

const LIVE = 500;
const LABELLED = 160;

export class Scene {
  readonly renderer: Renderer;
  graph: Model;
  private scene = "";
  /** Places of all nodes ever shown in this scene, so that what a filter hid comes back where it was. */
  private places = new Map<string, Point>();
  attention: Attention = { focus: "", selected: "", hovered: "", hoveredEdge: "" };
  near: Set<string> | null = null;
  private stop: () => void = () => undefined;
  private frame = 0;
  private content = "";
  /** Whether forces are at work; what Python sends meanwhile for the same scene waits until they are done. */
  private settling = false;
  private pending: Payload | null = null;
  private laidOut = false;
  private alive = true;

  constructor(
    private readonly stage: HTMLElement, payload: Payload, public theme: Theme,
    private readonly listener: Listener, private readonly still: boolean,
  ) {
    this.graph = build(payload, this.places).graph;
    this.renderer = new Sigma<NodeAttributes, EdgeAttributes>(this.graph, stage, settings(() => this));
    this.renderer.on("afterRender", () => {
      drawWords(this.renderer, this.graph, this.theme, this.attention);
      if (this.laidOut && this.graph.order > 0) this.listener.onDrawn();
    });
    // Sigma draws what is pointed at once more on top, over the words; its ring and words say enough.
    for (const layer of ["hovers", "hoverNodes"]) this.renderer.getCanvases()[layer].style.display = "none";
    for (const canvas of Object.values(this.renderer.getCanvases())) {
      canvas.addEventListener("webglcontextlost", () => this.alive && this.listener.onLost(), { once: true });
    }
    this.listen();
    this.show(payload);
  }

  get keys(): string[] {
    return this.graph.nodes();
  }

  node(key: string): NodeAttributes | null {
    return this.graph.hasNode(key) ? this.graph.getNodeAttributes(key) : null;
  }

  neighbours(key: string): string[] {
    return this.graph.hasNode(key) ? this.graph.neighbors(key) : [];
  }

  /** Where a node is on the stage, in pixels. */
  viewport(key: string): Point | null {
    return this.graph.hasNode(key) ? this.renderer.graphToViewport(this.graph.getNodeAttributes(key)) : null;
  }

  /** Places in the graph's own space: what must not change when something is expanded. */
  positions(): Record<string, Point> {
    return Object.fromEntries(this.graph.mapNodes((key, { x, y }) => [key, { x, y }]));
  }

  /** Draws a payload. Nodes of the same scene keep their places; another scene is laid out afresh. */
  show(payload: Payload): void {
    const fresh = payload.scene !== this.scene;
    const content = JSON.stringify([payload.nodes, payload.edges, payload.types, payload.focus]);
    if (!fresh && content === this.content) {
      this.pending = null;
      this.attend(payload);
      return;
    }
    if (!fresh && this.settling) {
      this.pending = payload;
      return;
    }
    this.content = content;
    this.halt();
    this.remember();
    if (fresh) this.places.clear();
    this.scene = payload.scene;
    const { graph, homeless } = build(payload, this.places);
    this.graph = graph;
    this.attention = { focus: payload.focus, selected: payload.selected, hovered: "", hoveredEdge: "" };
    this.near = neighbourhood(graph, lookedAt(this.attention));
    if (fresh) this.arrange(payload.focus);
    else this.welcome(homeless, payload.anchor);
  }

  /** The same picture, looked at differently. */
  private attend(payload: Payload): void {
    this.attention = { ...this.attention, focus: payload.focus, selected: payload.selected };
    this.look();
    if (!this.settling) this.listener.onSettled(true);
  }

  select(key: string): void {
    this.attention.selected = key;
    this.look();
  }

  /** Points at a node as the mouse would; "" points at nothing. */
  point(key: string): void {
    this.attention.hovered = key;
    this.look();
  }

  recolour(theme: Theme): void {
    this.theme = theme;
    this.renderer.refresh({ skipIndexation: true });
  }

  zoom(factor: number): void {
    const camera = this.renderer.getCamera();
    void camera.animate({ ratio: camera.ratio / factor }, { duration: this.still ? 1 : 200 });
  }

  /** Shows the whole graph. */
  fit(): void {
    const camera = this.renderer.getCamera();
    const view = viewOfAll(this.renderer, this.graph);
    if (this.still) camera.setState(view);
    else void camera.animate(view, { duration: 300 });
  }

  /** Moves the camera so that a node is in view, if it is not. */
  reveal(key: string): void {
    const at = this.viewport(key);
    const { width, height } = this.renderer.getDimensions();
    if (!at || (at.x > 30 && at.y > 30 && at.x < width - 30 && at.y < height - 30)) return;
    const { x, y } = this.renderer.getNodeDisplayData(key) ?? { x: 0.5, y: 0.5 };
    void this.renderer.getCamera().animate({ x, y }, { duration: this.still ? 1 : 250 });
  }

  kill(): void {
    this.alive = false;
    this.halt();
    this.renderer.kill();
  }

  private halt(): void {
    this.stop();
    this.settling = false;
    this.pending = null;
    cancelAnimationFrame(this.frame);
  }

  private remember(): void {
    if (this.laidOut) this.graph.forEachNode((key, { x, y }) => this.places.set(key, { x, y }));
  }

  private arrange(focus: string): void {
    const { width, height } = this.renderer.getDimensions();
    const input = layoutInput(this.graph, focus, width, height, this.graph.order <= LABELLED);
    this.listener.onSettled(false);
    this.place(input.nodes.flatMap(({ x, y }) => [x, y]));
    this.renderer.setGraph(this.graph);
    this.laidOut = true;
    this.frameAll();
    if (this.graph.order === 0) {
      this.listener.onSettled(true);
      return;
    }
    const still = this.still || this.graph.order > LIVE;
    this.settling = true;
    this.stop = runLayout(input, still, (positions) => this.follow(positions), () => this.rest());
  }

  private follow(positions: Float32Array): void {
    this.place(positions);
    this.frameAll();
    this.renderer.refresh();
  }

  private rest(): void {
    this.settling = false;
    const waiting = this.pending;
    this.pending = null;
    if (waiting) this.show(waiting);
    else this.listener.onSettled(true);
  }

  private place(positions: ArrayLike<number>): void {
    let i = 0;
    this.graph.updateEachNodeAttributes((_key, node) => ({ ...node, x: positions[i++], y: positions[i++] }), {
      attributes: ["x", "y"],
    });
  }

  /** Puts newcomers beside their neighbours; they fly there from the node that was expanded. */
  private welcome(homeless: string[], anchor: string): void {
    house(this.graph, homeless, anchor);
    const goals = new Map(homeless.map((key) => [key, { ...this.graph.getNodeAttributes(key) }]));
    const start = this.graph.hasNode(anchor) ? this.graph.getNodeAttributes(anchor) : null;
    const moving = !this.still && start !== null && homeless.length > 0;
    const from = start ? { x: start.x, y: start.y } : { x: 0, y: 0 };
    if (moving) for (const key of homeless) this.graph.mergeNodeAttributes(key, from);
    this.renderer.setGraph(this.graph);
    this.renderer.refresh();
    if (!moving) {
      if (homeless.length > 0) this.showAllIfHidden();
      this.listener.onSettled(true);
      return;
    }
    this.listener.onSettled(false);
    this.fly(goals, from);
  }

  private fly(goals: Map<string, Point>, from: Point): void {
    const begin = performance.now();
    const tick = (): void => {
      const share = Math.min((performance.now() - begin) / 380, 1);
      const eased = 1 - (1 - share) ** 3;
      for (const [key, goal] of goals) {
        const at = { x: from.x + (goal.x - from.x) * eased, y: from.y + (goal.y - from.y) * eased };
        this.graph.mergeNodeAttributes(key, at);
      }
      if (share < 1) this.frame = requestAnimationFrame(tick);
      else {
        this.showAllIfHidden();
        this.listener.onSettled(true);
      }
    };
    this.frame = requestAnimationFrame(tick);
  }

  private frameAll(): void {
    const { width, height } = this.renderer.getDimensions();
    this.renderer.setCustomBBox(frameOf(this.graph, width, height, this.graph.order <= LABELLED));
    this.renderer.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  private showAllIfHidden(): void {
    if (isCut(this.renderer, this.graph)) this.fit();
  }

  private look(): void {
    this.near = neighbourhood(this.graph, lookedAt(this.attention));
    this.renderer.refresh({ skipIndexation: true });
  }

  private listen(): void {
    this.renderer.on("clickNode", ({ node }) => this.listener.onSelect(node));
    this.renderer.on("clickEdge", ({ edge }) => this.listener.onSelect(this.graph.source(edge)));
    this.renderer.on("clickStage", () => this.listener.onSelect(""));
    this.renderer.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      this.listener.onExpand(node);
    });
    this.renderer.on("enterNode", ({ node }) => {
      this.stage.style.cursor = "pointer";
      this.point(node);
      this.listener.onPoint(node);
    });
    this.renderer.on("leaveNode", () => {
      this.stage.style.cursor = "";
      this.point("");
      this.listener.onPoint("");
    });
    this.renderer.on("enterEdge", ({ edge }) => {
      this.attention.hoveredEdge = edge;
      this.look();
    });
    this.renderer.on("leaveEdge", () => {
      this.attention.hoveredEdge = "";
      this.look();
    });
  }
}
