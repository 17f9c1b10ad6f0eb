// Bundles the front end into `../static/build`: each file with a hash in its name and packed beside itself, and a list of them.
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const outdir = path.join(here, "..", "static", "build");
const PACKED = /\.(js|css)$/;

// JupyterLab's kernel connection asks for all of its services, and the widgets' manager for a whole HTML parser.
const lean = {
  name: "lean",
  setup(made) {
    made.onResolve({ filter: /^\.\.$/ }, ({ importer }) => (importer.endsWith(path.join("services", "lib", "kernel", "default.js")) ? { path: path.join(here, "src", "services.cjs") } : undefined));
    made.onResolve({ filter: /^sanitize-html$/ }, () => ({ path: path.join(here, "src", "sanitize.js") }));
  },
};

rmSync(outdir, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { page: "src/main.js", site: "src/site.css", widgets: "src/widgets.css", icons: "src/icons.css" },
  outdir,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome105", "firefox110", "safari16"],
  loader: { ".woff2": "file", ".woff": "empty", ".ttf": "empty", ".eot": "empty", ".svg": "empty" },
  define: { process: "undefined", global: "globalThis" },
  inject: ["src/amd.js"],
  plugins: [lean],
  legalComments: "linked",
  metafile: true,
  logLevel: "warning",
});

const names = {};
for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
  if (entryPoint) names[path.basename(entryPoint).replace("main.js", "page.js")] = path.basename(file);
}
for (const file of readdirSync(outdir)) {
  if (PACKED.test(file)) writeFileSync(path.join(outdir, `${file}.gz`), gzipSync(readFileSync(path.join(outdir, file)), { level: 9 }));
}
writeFileSync(path.join(outdir, "files.json"), JSON.stringify(names));
