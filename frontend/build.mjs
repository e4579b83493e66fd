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

const options = { bundle: true, minify: true, legalComments: "inline", charset: "utf8", logLevel: "warning" };
await esbuild.build({ ...options, entryPoints: ["src/css/index.css"], outfile: `${out}/portal.css`, alias: { "theme.css": theme() } });
await esbuild.build({ ...options, entryPoints: ["src/js/portal.js"], outfile: `${out}/portal.js`, format: "esm", target: "es2022" });
writeFileSync(`${out}/icons.svg`, sprite());
copyFileSync("src/mark.svg", `${out}/mark.svg`);

const version = (name) => JSON.parse(read(`node_modules/${name}/package.json`)).version;
for (const name of [library, tool]) copyFileSync(`node_modules/${name}/LICENSE`, `${out}/licences/${basename(name)}.txt`);
const packages = (...names) => names.map((name) => ({ name, version: version(name), licence: "MIT", text: `licences/${basename(name)}.txt` }));
const made = {
  "portal.css": { from: ["frontend/src/css/", `frontend/src/theme/${COUNTY}.json`], holds: packages(library, tool) },
  "portal.js": { from: ["frontend/src/js/"], holds: [] },
  "icons.svg": { from: ["frontend/src/icons/"], holds: [] },
  "mark.svg": { from: ["frontend/src/mark.svg"], holds: [] },
  ...Object.fromEntries([library, tool].map((name) => [`licences/${basename(name)}.txt`, { from: [`${name} ${version(name)}`], holds: [] }])),
};
const files = Object.fromEntries(Object.entries(made).map(([name, about]) =>
  [name, { sha256: createHash("sha256").update(readFileSync(`${out}/${name}`)).digest("hex"), ...about }]));
writeFileSync(`${out}/VENDOR.json`, JSON.stringify({ rebuild: "make css", built_with: { esbuild: version("esbuild") }, files }, null, 2) + "\n");
