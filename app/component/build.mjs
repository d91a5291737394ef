// Bundles the component into the Python package's assets (`index-<hash>.js`, `index-<hash>.css`), or, with `--tests`,
// the unit tests into `node_modules/.tests`. The layout's worker is bundled first and carried inside the main bundle as text,
// so that the browser fetches nothing more.
import { build } from "esbuild";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "..", "..", "plangraph", "assets");

const workerAsText = {
  name: "worker-as-text",
  setup(run) {
    run.onResolve({ filter: /^worker:/ }, (args) => ({
      path: join(args.resolveDir, args.path.slice("worker:".length)),
      namespace: "worker",
    }));
    run.onLoad({ filter: /.*/, namespace: "worker" }, async (args) => {
      const bundle = await build({
        entryPoints: [args.path], bundle: true, minify: true, write: false, format: "iife", target: "es2022",
      });
      return { contents: bundle.outputFiles[0].text, loader: "text" };
    });
  },
};

async function bundle() {
  const out = await build({
    entryPoints: { index: join(here, "src", "index.ts"), style: join(here, "src", "style.css") },
    bundle: true, minify: true, write: false, outdir: assets, format: "esm", target: "es2022",
    legalComments: "none", charset: "utf8", plugins: [workerAsText],
  });
  await mkdir(assets, { recursive: true });
  for (const old of await readdir(assets)) {
    if (/^index-.*\.(js|css)$/.test(old)) await rm(join(assets, old));
  }
  for (const file of out.outputFiles) {
    const hash = createHash("sha256").update(file.contents).digest("hex").slice(0, 10);
    const name = `index-${hash}${file.path.endsWith(".css") ? ".css" : ".js"}`;
    await writeFile(join(assets, name), file.contents);
    console.log(`${name}  ${(file.contents.length / 1024).toFixed(0)} kB`);
  }
}

async function tests() {
  const entries = (await readdir(join(here, "tests"))).filter((name) => name.endsWith(".test.ts"));
  const outdir = join(here, "node_modules", ".tests");
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: entries.map((name) => join(here, "tests", name)),
    bundle: true, outdir, outExtension: { ".js": ".mjs" }, format: "esm", platform: "node", target: "node20",
    plugins: [workerAsText],
  });
}

await (process.argv.includes("--tests") ? tests() : bundle());
