/** The component's place in the page: the stage, its buttons and legend, keys, and words for screen readers. */
import { ARROWS, step } from "./keyboard.ts";
import { legend } from "./legend.ts";
import type { Theme } from "./palette.ts";
import type { Payload } from "./payload.ts";
import { fill } from "./payload.ts";
import { picture } from "./picture.ts";
import { Scene } from "./scene.ts";

export interface Tell {
  select(key: string): void;
  expand(key: string): void;
}

export class View {
  private readonly frame = element("div", "frame");
  private readonly stage = element("div", "stage");
  private readonly live = element("div", "live");
  private readonly empty = element("div", "empty");
  private readonly bar = element("div", "bar");
  private readonly hint = element("div", "hint");
  private readonly print = document.createElement("img");
  private key = element("div", "none");
  private scene: Scene | null = null;
  private pointed = "";
  private losses = 0;
  private readonly watch: ResizeObserver;
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  private readonly beforePrint = (): void => this.toPaper(true);
  private readonly afterPrint = (): void => this.toPaper(false);

  constructor(parent: HTMLElement | ShadowRoot, private payload: Payload, private theme: Theme, private tell: Tell) {
    this.stage.tabIndex = 0;
    this.stage.setAttribute("role", "application");
    this.live.setAttribute("aria-live", "polite");
    this.print.className = "print";
    this.print.alt = "";
    const sheet = element("div", "sheet");
    sheet.append(this.stage, this.bar, this.hint, this.empty, this.print);
    this.frame.append(sheet, this.key, this.live);
    parent.append(this.frame);
    this.stage.addEventListener("keydown", (event) => this.onKey(event));
    this.stage.addEventListener("focus", () => this.pointAt(this.pointed || payload.selected || payload.focus));
    this.stage.addEventListener("blur", () => this.scene?.point(""));
    addEventListener("beforeprint", this.beforePrint);
    addEventListener("afterprint", this.afterPrint);
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(this.stage);
    Object.assign(this.frame, { plangraph: this });
    this.dress();
    this.resized();
  }

  /** For tests and the console. */
  positions(): Record<string, { x: number; y: number }> {
    return this.scene?.positions() ?? {};
  }

  /** For tests and the console: where a node is on the page, in pixels. */
  onPage(key: string): { x: number; y: number } | null {
    const at = this.scene?.viewport(key);
    const box = this.stage.getBoundingClientRect();
    return at ? { x: at.x + box.left, y: at.y + box.top } : null;
  }

  update(payload: Payload, theme: Theme, tell: Tell): void {
    this.tell = tell;
    const recoloured = theme.background !== this.theme.background || theme.text !== this.theme.text;
    const changed = payload.rev !== this.payload.rev;
    this.payload = payload;
    this.theme = theme;
    if (!changed && !recoloured) return;
    this.dress();
    if (recoloured) this.scene?.recolour(theme);
    if (!changed) return;
    if (this.scene) this.scene.show(payload);
    else this.resized();
    this.facts();
  }

  kill(): void {
    this.watch.disconnect();
    removeEventListener("beforeprint", this.beforePrint);
    removeEventListener("afterprint", this.afterPrint);
    this.scene?.kill();
    this.frame.remove();
  }

  /** The scene is made when the stage has a size: in a hidden tab it has none. */
  private resized(): void {
    if (this.stage.clientWidth < 2 || this.stage.clientHeight < 2) return;
    if (this.scene) {
      this.scene.renderer.resize();
      this.scene.renderer.scheduleRefresh();
      return;
    }
    try {
      this.scene = new Scene(this.stage, this.payload, this.theme, {
        onSelect: (key) => this.select(key),
        onExpand: (key) => this.tell.expand(key),
        onPoint: (key) => this.announce(key),
        onDrawn: () => this.frame.setAttribute("data-drawn", "true"),
        onSettled: (settled) => this.frame.setAttribute("data-settled", String(settled)),
        onLost: () => this.startOver(),
      }, this.still);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.empty.textContent = this.payload.texts.webgl;
      this.empty.hidden = false;
      return;
    }
    this.facts();
  }

  /** Draws anew, a few times at most, after the browser took the drawing surfaces away. */
  private startOver(): void {
    this.scene?.kill();
    this.scene = null;
    this.frame.removeAttribute("data-drawn");
    if (this.losses++ < 3) setTimeout(() => this.resized(), 500);
  }

  private facts(): void {
    this.frame.setAttribute("data-rev", this.payload.rev);
    this.frame.setAttribute("data-nodes", String(this.payload.nodes.id.length));
    this.frame.setAttribute("data-edges", String(this.payload.edges.id.length));
    this.frame.setAttribute("data-selected", this.payload.selected);
  }

  private dress(): void {
    const { texts } = this.payload;
    this.frame.lang = this.payload.lang;
    this.frame.style.setProperty("--paper", this.theme.background);
    this.frame.style.setProperty("--ink", this.theme.text);
    this.frame.style.setProperty("--muted", this.theme.muted);
    this.frame.style.setProperty("--rule", this.theme.reference);
    this.frame.style.setProperty("--accent", this.theme.accent);
    this.stage.setAttribute("aria-label", fill(texts.label, { nodes: this.payload.nodes.id.length, edges: this.payload.edges.id.length }));
    const key = legend(this.payload, this.theme);
    this.key.replaceWith(key);
    this.key = key;
    this.key.hidden = this.payload.nodes.id.length === 0;
    this.hint.textContent = texts.hint;
    this.empty.textContent = texts.empty;
    this.empty.hidden = this.payload.nodes.id.length > 0;
    this.bar.replaceChildren(
      button("+", texts.zoom_in, () => this.scene?.zoom(1.4)),
      button("−", texts.zoom_out, () => this.scene?.zoom(1 / 1.4)),
      button("⤢", texts.fit, () => this.scene?.fit()),
      button("⤓", texts.save, () => this.save()),
    );
  }

  private select(key: string): void {
    this.scene?.select(key);
    this.frame.setAttribute("data-selected", key);
    this.pointed = key;
    this.tell.select(key);
    this.announce(key);
  }

  private pointAt(key: string): void {
    this.pointed = key;
    this.scene?.point(key);
    this.scene?.reveal(key);
    this.announce(key);
  }

  private announce(key: string): void {
    const node = this.scene?.node(key);
    this.live.textContent = node
      ? fill(this.payload.texts.announce, { name: node.name, type: node.typeLabel, n: node.degree })
      : "";
  }

  private onKey(event: KeyboardEvent): void {
    const { scene } = this;
    if (!scene || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS[event.key];
    if (direction) this.walk(direction);
    else if (event.key === "Enter" && this.pointed) this.select(this.pointed);
    else if ((event.key === " " || event.key === "e") && this.pointed) this.tell.expand(this.pointed);
    else if (event.key === "Escape") this.select("");
    else if (event.key === "+" || event.key === "=") scene.zoom(1.4);
    else if (event.key === "-") scene.zoom(1 / 1.4);
    else if (event.key === "0") scene.fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private walk(direction: (typeof ARROWS)[string]): void {
    const { scene } = this;
    const from = scene?.viewport(this.pointed);
    if (!scene || !from) {
      this.pointAt(this.payload.focus || (scene?.keys[0] ?? ""));
      return;
    }
    const placed = (keys: string[]) => keys.filter((key) => key !== this.pointed).map((key) => ({ key, ...(scene.viewport(key) ?? from) }));
    const next = step(from, placed(scene.neighbours(this.pointed)), direction) || step(from, placed(scene.keys), direction);
    if (next) this.pointAt(next);
  }

  private toPaper(on: boolean): void {
    if (on && this.scene) this.print.src = picture(this.scene.renderer, this.theme.background).toDataURL("image/png");
    this.frame.classList.toggle("printing", on);
  }

  private save(): void {
    if (!this.scene) return;
    const link = document.createElement("a");
    link.href = picture(this.scene.renderer, this.theme.background).toDataURL("image/png");
    link.download = "plangraph.png";
    link.click();
  }
}

function element(tag: string, name: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}

function button(face: string, title: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = face;
  made.title = title;
  made.setAttribute("aria-label", title);
  made.addEventListener("click", act);
  return made;
}
