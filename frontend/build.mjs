// Build what the pages load from src/ into the site's static folder, and write down what it was made of.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import esbuild from "esbuild";

const COUNTY = "kymenlaakso"; // src/theme/<county>.json
process.chdir(import.meta.dirname);
const out = "../hyteportal/static/hyteportal";
const work = "node_modules/.cache/portal";
const library = "@digdir/designsystemet-css", tool = "@digdir/designsystemet";
const read = (path) => readFileSync(path, "utf8");
rmSync(work, { recursive: true, force: true });
for (const folder of [work, `${out}/licences`]) mkdirSync(folder, { recursive: true });

// The county's colours: the library's tool makes the theme from one JSON; it asks nothing of the network.
function theme() {
  copyFileSync(`src/theme/${COUNTY}.json`, `${work}/config.json`);
  const script = resolve("node_modules", tool, "dist/bin/designsystemet.js");
  for (const step of ["create", "build"]) execFileSync(process.execPath, [script, "tokens", step, "--config", "config.json"], { cwd: work });
  return resolve(work, "design-tokens-build", `${COUNTY}.css`);
}

// One symbol a file. Interface icons say their line themselves; a pictogram's area takes its fill from the page.
function sprite() {
  const symbols = readdirSync("src/icons").filter((name) => name.endsWith(".svg")).sort().map((name) => {
    const [, attributes, body] = read(`src/icons/${name}`).match(/^<svg ([^>]*)>([^]*)<\/svg>\s*$/);
    const kept = attributes.replace(/xmlns="[^"]*" /, "").replace(/fill="#[^"]*" /, "");
    return `<symbol id="${basename(name, ".svg")}" ${kept}>${body}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

// Leaflet's link to itself in the corner of every map: its licence does not ask for it, and the portal links to nobody unasked.
const withoutPrefix = {
  name: "leaflet-without-prefix",
  setup: ({ onLoad }) => onLoad({ filter: /leaflet-src\.esm\.js$/ }, ({ path }) => {
    const source = read(path), contents = source.replace(/prefix: '<a href=[^\n]*/, "prefix: false");
    if (contents === source) throw new Error("leaflet: the prefix is written in another way");
    return { contents };
  }),
};

const options = { bundle: true, minify: true, legalComments: "inline", charset: "utf8", logLevel: "warning" };
await esbuild.build({ ...options, entryPoints: ["src/css/index.css"], outfile: `${out}/portal.css`, alias: { "theme.css": theme() } });
const script = { ...options, format: "esm", target: "es2022" };
await esbuild.build({ ...script, entryPoints: ["src/js/portal.js"], outfile: `${out}/portal.js` });
await esbuild.build({ ...script, entryPoints: ["src/js/map.js"], outfile: `${out}/map.js`, plugins: [withoutPrefix] });
await esbuild.build({ ...options, entryPoints: ["src/css/map.css"], outfile: `${out}/map.css` });
writeFileSync(`${out}/icons.svg`, sprite());
copyFileSync("src/mark.svg", `${out}/mark.svg`);

const about = (name) => JSON.parse(read(`node_modules/${name}/package.json`));
const version = (name) => about(name).version, text = (name) => `licences/${basename(name)}.txt`;
const mapped = ["leaflet", "supercluster", "kdbush"];
for (const name of [library, tool, ...mapped]) copyFileSync(`node_modules/${name}/LICENSE`, `${out}/${text(name)}`);
const packages = (...names) => names.map((name) => ({ name, version: version(name), licence: about(name).license, text: text(name) }));
const made = {
  "portal.css": { from: ["frontend/src/css/", `frontend/src/theme/${COUNTY}.json`], holds: packages(library, tool) },
  "portal.js": { from: ["frontend/src/js/"], holds: [] },
  "map.js": { from: ["frontend/src/js/"], holds: packages(...mapped) },
  "map.css": { from: ["frontend/src/css/map.css", "frontend/src/css/leaflet.css"], holds: packages("leaflet") },
  "icons.svg": { from: ["frontend/src/icons/"], holds: [] },
  "mark.svg": { from: ["frontend/src/mark.svg"], holds: [] },
  ...Object.fromEntries([library, tool, ...mapped].map((name) => [text(name), { from: [`${name} ${version(name)}`], holds: [] }])),
};
const files = Object.fromEntries(Object.entries(made).map(([name, origin]) =>
  [name, { sha256: createHash("sha256").update(readFileSync(`${out}/${name}`)).digest("hex"), ...origin }]));
writeFileSync(`${out}/VENDOR.json`, JSON.stringify({ rebuild: "make css", built_with: { esbuild: version("esbuild") }, files }, null, 2) + "\n");
