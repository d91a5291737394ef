/** What Python sends: a graph in columns, with the words and the looks that go with it. Gzipped JSON. */

export type Shape = "circle" | "square" | "diamond" | "hexagon" | "star";
export type Hue = "black" | "orange" | "sky" | "green" | "yellow" | "blue" | "vermillion" | "purple";

export interface TypeLook {
  id: string;
  label: string;
  hue: Hue;
  shape: Shape;
  /** One character drawn inside the node, or "". */
  glyph: string;
}

export interface NodeColumns {
  id: string[];
  /** Index into `types`. */
  type: number[];
  name: string[];
  degree: number[];
  /** 1 for the area whose government speaks in a report. */
  issuer: number[];
  /** How many neighbours are not shown. */
  more: number[];
}

export interface EdgeColumns {
  id: string[];
  /** Indices into the node columns. */
  source: number[];
  target: number[];
  /** Index into `predicates`. */
  predicate: number[];
  /** 0 done (actual), 1 planned (target), 2 reference data. */
  line: number[];
  /** What a reader is told when pointing at the edge. */
  note: string[];
}

export interface Payload {
  /** Changes when, and only when, anything else here changes. */
  rev: string;
  /** While it stays the same, nodes keep their places; when it changes, everything is laid out afresh. */
  scene: string;
  lang: string;
  focus: string;
  selected: string;
  /** The node expanded last: new neighbours go around it. */
  anchor: string;
  nodes: NodeColumns;
  edges: EdgeColumns;
  types: TypeLook[];
  predicates: string[];
  /** The column of line styles: done, planned, reference. */
  lines: [string, string, string];
  texts: Record<string, string>;
}

/** Unpacks what Streamlit hands over: the gzipped bytes of a payload. Throws on anything else. */
export async function unpack(data: unknown): Promise<Payload> {
  if (!(data instanceof Uint8Array)) throw new Error("plangraph: the component expects gzipped bytes");
  const stream = new Blob([data as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
  const payload = (await new Response(stream).json()) as Payload;
  check(payload);
  return payload;
}

/** Throws when columns disagree in length or an edge points at no node. */
export function check(payload: Payload): void {
  const order = payload.nodes.id.length;
  for (const [name, column] of Object.entries(payload.nodes)) {
    if (column.length !== order) throw new Error(`plangraph: node column ${name} has ${column.length} of ${order}`);
  }
  const size = payload.edges.id.length;
  for (const [name, column] of Object.entries(payload.edges)) {
    if (column.length !== size) throw new Error(`plangraph: edge column ${name} has ${column.length} of ${size}`);
  }
  for (const end of [...payload.edges.source, ...payload.edges.target]) {
    if (!(end >= 0 && end < order)) throw new Error(`plangraph: an edge points at node ${end} of ${order}`);
  }
}

/** Fills a template such as "{name}: {n}" without interpreting the values. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => (key in values ? String(values[key]) : whole));
}
