// Prints what the real readers of Node.js make of texts. The argument is a
// folder with a node_modules in it; standard input is a JSON list of texts. The
// output maps readers onto lists of what they set, null where they refuse.
const fs = require("fs");
const os = require("os");
const path = require("path");
const { pathToFileURL } = require("url");
const { parseEnv } = require("util");

const modules = path.join(path.resolve(process.argv[2]), "node_modules");
const load = (name) => {
  try {
    return require(path.join(modules, name));
  } catch {
    return null;
  }
};
const loadModule = async (name) => {
  try {
    return await import(pathToFileURL(path.join(modules, name, "dist/node/index.js")).href);
  } catch {
    return null;
  }
};

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "readers-"));
const written = (text) => fs.writeFileSync(path.join(dir, ".env"), text);
// Only what the text itself names: loaders hand on the process environment.
const named = (text, values) => Object.fromEntries(Object.entries(values).filter(([name]) => text.includes(name)));

async function main() {
  for (const name of Object.keys(process.env)) delete process.env[name];
  const texts = JSON.parse(fs.readFileSync(0, "utf8"));
  const dotenv = load("dotenv");
  const old = load("dotenv10");
  const expand = load("dotenv-expand");
  const oldExpand = load("dotenv-expand5");
  const next = load("@next/env");
  const vite = await loadModule("vite");
  const oldVite = await loadModule("vite7");

  const readers = {};
  if (parseEnv) readers["node --env-file"] = (text) => parseEnv(text);
  if (dotenv) readers["dotenv"] = (text) => dotenv.parse(text);
  if (old) readers["dotenv before version 15"] = (text) => old.parse(text);
  if (dotenv && expand) readers["dotenv-expand"] = (text) => expand.expand({ parsed: dotenv.parse(text), processEnv: {} }).parsed;
  if (old && oldExpand) {
    readers["Create React App"] = (text) => oldExpand({ parsed: old.parse(text), ignoreProcessEnv: true }).parsed;
  }
  if (next) {
    readers["Next.js"] = (text) => {
      written(text);
      let failed = false;
      const log = { info() {}, error: () => (failed = true) };
      const { parsedEnv } = next.loadEnvConfig(dir, false, log, true);
      return failed ? null : named(text, parsedEnv);
    };
  }
  const quiet = (loadEnv) => (text) => {
    written(text);
    return named(text, loadEnv("production", dir, ""));
  };
  if (vite) readers["Vite"] = quiet(vite.loadEnv);
  if (oldVite) readers["Vite before version 8"] = quiet(oldVite.loadEnv);

  const out = {};
  for (const [name, read] of Object.entries(readers)) {
    out[name] = texts.map((text) => {
      for (const variable of Object.keys(process.env)) delete process.env[variable];
      try {
        return read(text);
      } catch {
        return null;
      }
    });
  }
  fs.rmSync(dir, { recursive: true });
  process.stdout.write(JSON.stringify(out));
}
main();
