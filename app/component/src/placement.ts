/** Where words go: wrapping of names and labels that never cover one another. Pure; measured in pixels. */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Wanted {
  key: string;
  /** The node's centre and radius on the screen. */
  x: number;
  y: number;
  radius: number;
  width: number;
  height: number;
  /** Shown even where it covers something: the selected thing and the one pointed at. */
  must: boolean;
}

export interface Placed {
  key: string;
  box: Box;
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6“”‘’—…·]/;

/** Width of a text in ems: 1 for a Chinese character, about half for a Latin one. */
export function ems(text: string): number {
  let sum = 0;
  for (const character of text) sum += WIDE.test(character) ? 1 : 0.56;
  return sum;
}

/** Cuts a name into at most `lines` lines of at most `most` ems, the last ended by … where words are left. */
export function wrap(name: string, most: number, lines: number): string[] {
  const out: string[] = [];
  let rest = [...name];
  while (rest.length > 0 && out.length < lines) {
    let width = 0;
    let cut = 0;
    while (cut < rest.length && width + ems(rest[cut]) <= most) width += ems(rest[cut++]);
    cut = Math.max(cut, 1);
    if (out.length === lines - 1 && cut < rest.length) {
      while (cut > 1 && ems(rest.slice(0, cut).join("")) + 1 > most) cut--;
      out.push(`${rest.slice(0, cut).join("")}…`);
      return out;
    }
    if (cut < rest.length) cut = breakBefore(rest, cut);
    out.push(rest.slice(0, cut).join("").trim());
    rest = rest.slice(cut);
  }
  return balance(out, most);
}

/** Prefers to break after a closing mark or space, and never leaves an opening mark at a line's end. */
function breakBefore(rest: string[], cut: number): number {
  const back = /[A-Za-z]/.test(rest[cut]) ? 12 : 4;
  for (let at = cut; at > cut - back && at > 1; at--) {
    if (/[”》）\s、·—]/.test(rest[at - 1])) return at;
  }
  return /[“《（]/.test(rest[cut - 1]) && cut > 1 ? cut - 1 : cut;
}

/** Two lines of much differing length become two of about the same, unless the break was at a mark. */
function balance(lines: string[], most: number): string[] {
  if (lines.length !== 2 || ems(lines[1]) >= 4 || /[”》）、·—]$/.test(lines[0])) return lines;
  const all = [...lines.join("")];
  const half = Math.min(most, Math.ceil(all.length / 2));
  const cut = /[“《（]/.test(all[half - 1]) ? half - 1 : half;
  return [all.slice(0, cut).join(""), all.slice(cut).join("")];
}

/** Boxes on a grid of cells, so that asking whether a place is free stays quick. */
export class Occupied {
  private readonly cells = new Map<string, Box[]>();

  constructor(private readonly size = 64) {}

  free(box: Box): boolean {
    for (const cell of this.over(box)) {
      for (const other of this.cells.get(cell) ?? []) {
        if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) {
          return false;
        }
      }
    }
    return true;
  }

  take(box: Box): void {
    for (const cell of this.over(box)) {
      const boxes = this.cells.get(cell);
      if (boxes) boxes.push(box);
      else this.cells.set(cell, [box]);
    }
  }

  private *over(box: Box): Generator<string> {
    for (let x = Math.floor(box.left / this.size); x <= Math.floor(box.right / this.size); x++) {
      for (let y = Math.floor(box.top / this.size); y <= Math.floor(box.bottom / this.size); y++) yield `${x},${y}`;
    }
  }
}

/** Labels in the order given, each below, above, right or left of its node where that is free and whole; else none. */
export function placeLabels(wanted: readonly Wanted[], taken: Occupied, sheet: { width: number; height: number }): Placed[] {
  const placed: Placed[] = [];
  for (const label of wanted) {
    const slots = slotsOf(label);
    const whole = slots.filter(({ left, right, top, bottom }) => left >= 0 && top >= 0 && right <= sheet.width && bottom <= sheet.height);
    const box = whole.find((slot) => taken.free(slot)) ?? (label.must ? (whole[0] ?? slots[0]) : undefined);
    if (!box) continue;
    taken.take(box);
    placed.push({ key: label.key, box });
  }
  return placed;
}

function slotsOf({ x, y, radius, width, height }: Wanted): Box[] {
  const gap = radius + 4;
  const at = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  return [
    at(x - width / 2, y + gap),
    at(x - width / 2, y - gap - height),
    at(x + gap, y - height / 2),
    at(x - gap - width, y - height / 2),
  ];
}
