/** Runs the layout where it disturbs nobody: in a worker, or at once where motion is unwelcome or workers are not. */
import source from "worker:layout_worker.ts";
import type { LayoutInput } from "./layout.ts";
import { settle } from "./layout.ts";

/** Calls `onFrame` with positions and then `onDone`. Returns a function that stops it. */
export function runLayout(
  input: LayoutInput, still: boolean, onFrame: (positions: Float32Array) => void, onDone: () => void,
): () => void {
  if (still || typeof Worker === "undefined") return runAtOnce(input, onFrame, onDone);
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  let worker: Worker;
  try {
    worker = new Worker(address);
  } catch (error) {
    URL.revokeObjectURL(address);
    if (error instanceof DOMException) return runAtOnce(input, onFrame, onDone);
    throw error;
  }
  const stop = (): void => {
    worker.terminate();
    URL.revokeObjectURL(address);
  };
  worker.onmessage = (event: MessageEvent<{ positions?: Float32Array }>) => {
    if (event.data.positions) onFrame(event.data.positions);
    else {
      stop();
      onDone();
    }
  };
  worker.onerror = () => {
    stop();
    runAtOnce(input, onFrame, onDone);
  };
  worker.postMessage(input);
  return stop;
}

function runAtOnce(input: LayoutInput, onFrame: (positions: Float32Array) => void, onDone: () => void): () => void {
  let last: Float32Array | undefined;
  for (const positions of settle(input)) last = positions;
  if (last) onFrame(last);
  onDone();
  return () => undefined;
}
